import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { bytesOf } from '../../../../layers/dicom/values.ts';
import { type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node, privateBlock, raw, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { texts } from '../actions/identityInstance.ts';
import { planOf } from '../actions/shiftPlan.ts';
import { clean, cleanBytes, parsed, testKeys } from '../harness.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-cms-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const openssl = (...options: readonly string[]) =>
  execFileSync('openssl', options, { stdio: ['ignore', 'pipe', 'pipe'] });

/** A recipient's key and certificate, made by OpenSSL; the path without ending. */
function recipient(name: string, ...newKey: readonly string[]): string {
  const path = join(root, name);
  openssl(
    ...[
      'req',
      '-x509',
      ...newKey,
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/C=DE/O=Klinikum Nörd/CN=${name}`,
      '-utf8',
    ],
    ...['-keyout', `${path}.key`, '-out', `${path}.pem`],
  );
  return path;
}
const one = recipient('one', '-newkey', 'rsa:2048');
const two = recipient('two', '-newkey', 'rsa:3072');
const elliptic = recipient('elliptic', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
const pemOf = (path: string) => readFileSync(`${path}.pem`, 'utf8');

function encrypting(plan: RulePlan, path = one): RulePlan {
  const { digest: _digest, ...draft } = plan;
  return sealPlan({ ...draft, encryptedAttributesFor: pemOf(path) });
}

/** Encrypted Content (0400,0520) of the items of an output's Encrypted Attributes Sequence, and their transfer syntaxes. */
async function contents(output: Uint8Array): Promise<readonly (readonly [uid: string, cms: Uint8Array])[]> {
  const whole = await parsed(output);
  const sequence = elementWith(whole.dataSet, asTag(0x04000500));
  return (sequence?.items ?? []).map((item) => {
    const value = (tag: number) => {
      const element = elementWith(item, asTag(tag));
      return element === undefined ? new Uint8Array() : bytesOf(whole, element);
    };
    return [Buffer.from(value(0x04000510)).toString('latin1').replaceAll('\0', ''), value(0x04000520)];
  });
}

/** What OpenSSL makes of a message with a recipient's private key. */
function decrypted(cms: Uint8Array, path = one): Buffer {
  const file = join(root, 'message.der');
  writeFileSync(file, cms);
  return openssl(
    'cms',
    '-decrypt',
    '-inform',
    'DER',
    '-in',
    file,
    '-inkey',
    `${path}.key`,
    '-recip',
    `${path}.pem`,
  );
}

/** The texts of an Encrypted Attributes Data Set, by path. */
async function originalTexts(uid: string, dataSet: Buffer) {
  const shell = [el(0x00080018, 'UI', '1.1'), raw(dataSet)];
  return texts(instance({ transferSyntax: uid, elements: shell }));
}

const ELEMENTS: readonly Node[] = [
  el(0x00080005, 'CS', 'ISO_IR 100'),
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '1.2.3.4'),
  el(0x00080090, 'PN', 'House^Gregory'),
  sq(0x00081110, [[el(0x00081150, 'UI', '1.2.840.10008.3.1.2.3.1'), el(0x00081155, 'UI', '1.2.9')]]),
  ...privateBlock(0x0009, 0x10, 'LETHE TEST', [[0x01, 'LO', 'private matter']]),
  el(0x00100010, 'PN', Buffer.from('Müller^Zita', 'latin1')),
  el(0x00100020, 'LO', 'NDL-1'),
  el(0x0020000d, 'UI', '1.2.3'),
  el(0x0020000e, 'UI', '1.2.3.1'),
  el(0x00280010, 'US', [1]),
];

const MODIFIED = '(0400,0550)[0]';
const ORIGINALS = {
  [`${MODIFIED}(0008,0005)`]: 'ISO_IR 100',
  [`${MODIFIED}(0008,0018)`]: '1.2.3.4',
  [`${MODIFIED}(0008,0090)`]: 'House^Gregory',
  [`${MODIFIED}(0008,1110)[0](0008,1155)`]: '1.2.9',
  [`${MODIFIED}(0009,0010)`]: 'LETHE TEST',
  [`${MODIFIED}(0010,0010)`]: 'Müller^Zita',
  [`${MODIFIED}(0010,0020)`]: 'NDL-1',
  [`${MODIFIED}(0020,000D)`]: '1.2.3',
};

const plan = encrypting(basicProfilePlan());

describe('Encrypted Attributes Sequence', () => {
  it.each([
    ['explicit little endian', TRANSFER_SYNTAX.explicitLittleEndian, TRANSFER_SYNTAX.explicitLittleEndian],
    ['implicit', TRANSFER_SYNTAX.implicitLittleEndian, TRANSFER_SYNTAX.implicitLittleEndian],
    ['big endian', TRANSFER_SYNTAX.explicitBigEndian, TRANSFER_SYNTAX.explicitBigEndian],
    ['deflated', TRANSFER_SYNTAX.deflated, TRANSFER_SYNTAX.explicitLittleEndian],
    ['encapsulated', TRANSFER_SYNTAX.jpegBaseline, TRANSFER_SYNTAX.explicitLittleEndian],
  ])('gives the recipient every original through OpenSSL: %s', async (_name, transferSyntax, expected) => {
    const output = await cleanBytes(instance({ transferSyntax, elements: ELEMENTS }), { plan });
    const [[uid, cms] = ['', new Uint8Array()], ...more] = await contents(output);
    expect([uid, more]).toEqual([expected, []]);
    const found = await originalTexts(uid, decrypted(cms));
    expect(found).toMatchObject(ORIGINALS);
    expect(Object.keys(found)).not.toContain(`${MODIFIED}(0028,0010)`);
    for (const word of ['House', 'NDL-1', 'private matter'])
      expect(Buffer.from(output).includes(word)).toBe(false);
  });

  it('is what CMS says: one RSA recipient by issuer and serial number, AES-256 in CBC mode', async () => {
    const output = await cleanBytes(instance({ elements: ELEMENTS }), { plan });
    const file = join(root, 'printed.der');
    writeFileSync(file, (await contents(output))[0]?.[1] ?? '');
    const printed = openssl('cms', '-cmsout', '-print', '-inform', 'DER', '-in', file).toString();
    expect(printed).toMatch(/contentType: pkcs7-envelopedData/);
    expect(printed).toMatch(/issuerAndSerialNumber/);
    expect(printed).toMatch(/algorithm: rsaEncryption \(1\.2\.840\.113549\.1\.1\.1\)\s+parameter: NULL/);
    expect(printed).toMatch(/algorithm: aes-256-cbc/);
    expect(printed.match(/d\.ktri/g)).toHaveLength(1);
  });

  it('leaves the same bytes every time', async () => {
    const source = instance({ elements: ELEMENTS });
    const [first, second] = [await cleanBytes(source, { plan }), await cleanBytes(source, { plan })];
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it('encrypts under another key, with another IV, for another instance, content, recipient, root key and project', async () => {
    const changed = (tag: number, node: Node) =>
      instance({ elements: ELEMENTS.map((each) => ('tag' in each && each.tag === tag ? node : each)) });
    const source = instance({ elements: ELEMENTS });
    const outputs = [
      await cleanBytes(source, { plan }),
      await cleanBytes(changed(0x00080018, el(0x00080018, 'UI', '1.2.3.5')), { plan }),
      await cleanBytes(changed(0x00100020, el(0x00100020, 'LO', 'NDL-2')), { plan }),
      await cleanBytes(source, { plan: encrypting(basicProfilePlan(), two) }),
      await cleanBytes(source, { plan, keys: testKeys('another root') }),
      await cleanBytes(source, { plan, keyScope: 'trial-7' }),
    ];
    const parts = await Promise.all(
      outputs.map(async (output) => {
        const cms = Buffer.from((await contents(output))[0]?.[1] ?? new Uint8Array());
        const printed = join(root, 'parts.der');
        writeFileSync(printed, cms);
        const lines = openssl('asn1parse', '-inform', 'DER', '-in', printed).toString().split('\n');
        const octets = lines.flatMap((line) => /OCTET STRING\s+\[HEX DUMP\]:(\w+)/.exec(line)?.[1] ?? []);
        // The encrypted key and the IV.
        expect(octets).toHaveLength(2);
        return octets;
      }),
    );
    for (const place of [0, 1]) expect(new Set(parts.map((each) => each[place])).size).toBe(outputs.length);
  });

  it('is for its recipient alone', async () => {
    const output = await cleanBytes(instance({ elements: ELEMENTS }), { plan });
    const cms = (await contents(output))[0]?.[1] ?? new Uint8Array();
    expect(() => decrypted(cms, two)).toThrow();
  });

  it('comes behind the items of an earlier one that the rules keep, and in place of those they do not', async () => {
    const first = await cleanBytes(instance({ elements: ELEMENTS }), { plan });
    const second = await cleanBytes(first, {
      plan: encrypting(planOf([0x00100010, { kind: 'empty' }]), two),
    });
    const [[, earlier] = [], [uid = '', cms = new Uint8Array()] = []] = await contents(second);
    expect(
      Buffer.compare(earlier ?? new Uint8Array(), (await contents(first))[0]?.[1] ?? new Uint8Array()),
    ).toBe(0);
    const found = await originalTexts(uid, decrypted(cms, two));
    expect(Object.keys(found).filter((path) => path.startsWith(MODIFIED))).toEqual([
      `${MODIFIED}(0008,0005)`,
      `${MODIFIED}(0010,0010)`,
    ]);
    const removing = planOf([0x04000500, { kind: 'remove' }], [0x00100010, { kind: 'empty' }]);
    expect(await contents(await cleanBytes(first, { plan: encrypting(removing) }))).toHaveLength(1);
  });

  it('is exempt from the search, and what stands beside it is not', async () => {
    const foreign = (content: string, ...more: readonly Node[]) =>
      sq(0x04000500, [
        [el(0x04000510, 'UI', '1.2.840.10008.1.2.1'), el(0x04000520, 'OB', latin(content)), ...more],
      ]);
    const refused = async (...elements: readonly Node[]) => {
      const result = await clean(instance({ elements: [...ELEMENTS, ...elements] }), { plan });
      return 'reason' in result ? result.reason.code : null;
    };
    const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
    expect(await refused(foreign('\x30\x82\x01\x02 CN=Recipient'))).toBeNull();
    expect(await refused(foreign('\x30\x82\x01\x02 CN=Gregory'))).toBe('RESIDUE_FOUND');
    expect(await refused(foreign('\x30\x82', el(0x00181210, 'SH', 'Gregory')))).toBe('RESIDUE_FOUND');
    const item = [el(0x00081115, 'UN', latin('Gregory'))];
    expect(await refused(sq(0x04000500, [item]))).not.toBeNull();
  });

  it('stands once: a second copy of the sequence goes, whatever is in it', async () => {
    const copies = [sq(0x04000500, []), sq(0x04000500, [[el(0x00181210, 'SH', 'Gregory')]])];
    for (const order of [copies, [copies[0] as Node, el(0x04000500, 'LO', '')]]) {
      const output = await cleanBytes(instance({ elements: [...ELEMENTS, ...order] }), { plan });
      const { elements } = (await parsed(output)).dataSet;
      expect(elements.filter(({ tag }) => tag === 0x04000500)).toHaveLength(1);
      expect(Buffer.from(output).includes('Gregory')).toBe(false);
    }
  });

  it('is not written where nothing changes, nor where the rules name nobody', async () => {
    const source = instance({ elements: ELEMENTS });
    expect(Buffer.compare(await cleanBytes(source, { plan: encrypting(planOf()) }), source)).toBe(0);
    expect(await contents(await cleanBytes(source, { plan: basicProfilePlan() }))).toEqual([]);
  });

  it('survives a rule that removes what is not listed', async () => {
    const { digest: _digest, ...draft } = planOf([0x00080018, { kind: 'keep' }]);
    const sparse = sealPlan({
      ...draft,
      otherwise: { public: { kind: 'remove' }, private: { kind: 'remove' } },
    });
    const output = await cleanBytes(instance({ elements: ELEMENTS }), { plan: encrypting(sparse) });
    expect(await originalTexts(...((await opened(output)) as [string, Buffer]))).toMatchObject({
      [`${MODIFIED}(0010,0020)`]: 'NDL-1',
    });
  });

  it('leaves values out that were not read', async () => {
    const long = el(0x00420011, 'OB', new Uint8Array(100_000));
    const removing = encrypting(planOf([0x00420011, { kind: 'remove' }], [0x00100020, { kind: 'remove' }]));
    const output = await cleanBytes(instance({ elements: [...ELEMENTS, long] }), { plan: removing });
    const found = await originalTexts(...((await opened(output)) as [string, Buffer]));
    expect(Object.keys(found)).toContain(`${MODIFIED}(0010,0020)`);
    expect(Object.keys(found)).not.toContain(`${MODIFIED}(0042,0011)`);
    expect(output.length).toBeLessThan(10_000);
  });

  it.each([
    ['an elliptic curve', () => pemOf(elliptic)],
    ['no certificate', () => '-----BEGIN CERTIFICATE-----\nTm8h\n-----END CERTIFICATE-----\n'],
  ])('is refused for %s', async (_what, pem) => {
    const { digest: _digest, ...draft } = plan;
    const wrong = sealPlan({ ...draft, encryptedAttributesFor: pem() });
    await expect(clean(instance({ elements: ELEMENTS }), { plan: wrong })).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      transient: false,
    });
  });

  async function opened(output: Uint8Array): Promise<readonly [string, Buffer]> {
    const [uid, cms] = (await contents(output))[0] ?? ['', new Uint8Array()];
    return [uid, decrypted(cms)];
  }
});
