import type { Template } from 'aws-cdk-lib/assertions';
import { type Call, disagreements, permissionsOf, type TemplateJson } from '../cloud/permissions.ts';
import { idOf, resource, synthesize } from './synthesized.ts';

const REGION = 'eu-central-1';
const SETTINGS = { account: '000000000000', region: REGION, pixels: 'on' };
let plain: Template;
let asking: Template;
beforeAll(() => {
  plain = synthesize(SETTINGS);
  asking = synthesize({ ...SETTINGS, pixelsDetector: 'rekognition' });
});

/** What the template's roles may ask Rekognition. */
const rekognitionOf = (of: Template) =>
  permissionsOf(of.toJSON() as TemplateJson, {
    account: SETTINGS.account,
    region: REGION,
    physicalIds: Object.fromEntries(Object.keys(of.toJSON().Resources).map((id) => [id, id])),
  }).filter(({ action }) => action.startsWith('rekognition:'));

const variables = (of: Template, prefix: string) =>
  resource(of, 'AWS::Lambda::Function', prefix).Properties.Environment.Variables;

describe('a deployment that lets Rekognition look as well', () => {
  it('tells the pixels function alone, and says so among its outputs', () => {
    expect(variables(asking, 'PixelsReadFunction')).toMatchObject({ PIXELS_DETECTOR: 'rekognition' });
    expect(variables(asking, 'IngestionIngestFunction')).not.toHaveProperty('PIXELS_DETECTOR');
    expect(variables(plain, 'PixelsReadFunction')).not.toHaveProperty('PIXELS_DETECTOR');
    expect(asking.toJSON().Outputs.PixelsDetector.Value).toBe('rekognition');
    expect(plain.toJSON().Outputs).not.toHaveProperty('PixelsDetector');
  });

  it('gives the right to the one call that is made, to the one function, in its own Region; no other deployment has it', () => {
    const permissions = rekognitionOf(asking);
    const role = idOf(asking, 'AWS::IAM::Role', 'PixelsReadRole');
    const call = (change: Partial<Call> = {}): Call => ({
      ...{ role, action: 'rekognition:DetectText', resource: '*', allowed: true },
      context: { 'aws:RequestedRegion': REGION },
      ...change,
    });
    // Everything that is allowed is used, and everything that is used is allowed.
    expect(disagreements(permissions, [call()], {})).toEqual([]);
    expect(permissions.map((each) => each.role)).toEqual([role]);
    for (const wrong of [
      call({ context: { 'aws:RequestedRegion': 'us-east-1' } }),
      call({ action: 'rekognition:DetectFaces' }),
    ])
      expect(disagreements(permissions, [call(), wrong], {})).toHaveLength(1);
    expect(rekognitionOf(plain)).toEqual([]);
  });

  it('reaches it through an endpoint, where the network has no way out', () => {
    const endpoints = (context: object) =>
      Object.values(synthesize({ ...SETTINGS, vpc: true, ...context }).findResources('AWS::EC2::VPCEndpoint'))
        .map(({ Properties }) => JSON.stringify(Properties.ServiceName))
        .filter((name) => name.includes('rekognition'));
    expect(endpoints({ pixelsDetector: 'rekognition' })).toHaveLength(1);
    expect(endpoints({})).toEqual([]);
  });

  it('wants a function that reads frames', () => {
    expect(() => synthesize({ pixelsDetector: 'rekognition' })).toThrow('pixelsDetector rekognition');
    expect(() => synthesize({ pixels: 'on', pixelsDetector: 'textract' })).toThrow('pixelsDetector must');
  });
});
