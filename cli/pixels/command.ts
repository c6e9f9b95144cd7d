import { Command } from 'commander';
import { rekognitionOnDemand } from '../../layers/aws/rekognitionOnDemand.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { UsageError } from '../exit.ts';
import { loadRules } from '../rules/load.ts';
import { lookText } from './look.ts';

interface LookFlags {
  readonly rules?: string;
  readonly png?: string;
  readonly mostPictures: string;
  readonly before: boolean;
  readonly after: boolean;
  readonly showText: boolean;
  readonly json: boolean;
}

/** `lethe pixels …`. */
export function pixelsCommand(): Command {
  return new Command('pixels')
    .description('Look at what rules would blank in the pixels of an instance, without changing anything.')
    .addCommand(lookCommand());
}

function lookCommand(): Command {
  return new Command('look')
    .description('print, and draw, what would be blanked in one file and why; nothing else is written')
    .argument('<file>')
    .option('--rules <file>', 'rules with "pixels"; by default the Basic Profile with cleanPixelData')
    .option('--png <dir>', 'draw frames into this folder, with a box for each place')
    .option('--before', 'beside each, the frame as it came', false)
    .option('--after', 'beside each, the frame as it would leave', false)
    .option(
      '--most-pictures <n>',
      'draw no more frames than these, those with findings of their own first',
      '20',
    )
    .option('--show-text', 'print what was read in the image: originals', false)
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Boxes: device orange, outside ultrasound regions blue, text red, identifier of the instance magenta;',
        'allowed text green and what does not read as text yellow stay.',
        'Pictures show what the image shows: they are originals. Only their owner can read them; they are',
        'not to lie among clean instances. Their names are frame numbers.',
        '',
        'Example: lethe pixels look IM0001.dcm --rules rules.json --png look',
      ].join('\n'),
    )
    .action(async (file: string, flags: LookFlags) => {
      const { rules, png = null, before, after, showText, json } = flags;
      const mostPictures = Number(flags.mostPictures);
      if (!Number.isInteger(mostPictures) || mostPictures < 1)
        throw new UsageError('--most-pictures is not a number of pictures. Write a whole number from 1.');
      const plan = planOf(rules);
      const { openReader } = await import('../../layers/pixels/openReader.ts');
      const reader = openReader();
      try {
        const options = { json, showText, png, mostPictures, before, after };
        process.stdout.write(await lookText(file, plan, reader, options, rekognitionOnDemand().detector()));
      } finally {
        await reader.close();
      }
    });
}

function planOf(rules: string | undefined): RulePlan {
  const plan = rules === undefined ? defaultPlan() : loadRules(rules).plan;
  if (plan.pixels === undefined)
    throw new UsageError('these rules do not look at pixels. Add "pixels", or leave --rules out.');
  return plan;
}

/** The Basic Profile with the Clean Pixel Data Option. */
function defaultPlan(): RulePlan {
  const { plan } = compileLethe({
    name: 'cleanPixelData',
    text: '{ "options": ["cleanPixelData"] }',
    place: 'desk',
    readFile: () => {
      throw new Error('these rules name no files');
    },
  });
  if (plan === null) throw new Error('the rules of this command do not compile');
  return plan;
}
