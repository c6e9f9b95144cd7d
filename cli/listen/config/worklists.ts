import type { RuleDialect } from '../../../rules/dialects.ts';
import type { Fields } from '../../../rules/lethe/object.ts';
import { nullable } from '../../../rules/lethe/shape.ts';
import { REMOTE_AE, type RemoteAe } from './remote.ts';
import { AE_FIELDS, DIALECT } from './routes.ts';
import { type ConfigShape, type Context, named, PATH, settings, TEXT } from './shapes.ts';

/** A worklist server that peers ask through Lethe, with rules for each direction. */
export interface WorklistConfig {
  readonly name: string;
  readonly calling: readonly string[];
  readonly called: readonly string[];
  /** Where C-FIND of the Modality Worklist goes; absent: worklists are not asked for through here. */
  readonly server?: RemoteAe;
  /** Where Modality Performed Procedure Steps go; absent: to the worklist server. */
  readonly mpps?: RemoteAe;
  /** For what the server answers. */
  readonly toModality: WorklistRules;
  /** For what the modality asks and reports; absent: as it came. */
  readonly toServer?: WorklistRules;
  /** The private key of what `sealFor` seals, for whoever may give pseudonyms back to the server; null: nobody may. */
  readonly restoreWith: string | null;
  readonly keyScope: string;
}

export interface WorklistRules {
  readonly rules: string;
  readonly dialect?: RuleDialect;
}

const RULES = settings<WorklistRules>({
  rules: { shape: TEXT, doc: 'the rule file, from the folder of this file', absent: 'error' },
  dialect: { shape: DIALECT, doc: 'where it is not recognised by its content', absent: 'nothing' },
});

export const WORKLIST_FIELDS: Fields<Omit<WorklistConfig, 'name'>, Context> = {
  ...AE_FIELDS,
  server: { shape: REMOTE_AE, doc: 'where queries for worklists go (PS3.4 Annex K)', absent: 'nothing' },
  mpps: {
    shape: REMOTE_AE,
    doc: 'where performed procedure steps go (PS3.4 Annex F); by default to the worklist server',
    absent: 'nothing',
  },
  toModality: { shape: RULES, doc: 'the rules for what the server answers', absent: 'error' },
  toServer: {
    shape: RULES,
    doc: 'the rules for what the modality asks and reports; by default it goes on as it came',
    absent: 'nothing',
  },
  restoreWith: {
    shape: nullable(PATH),
    doc: 'the private key of `lethe reidentify init`: the server gets originals for the pseudonyms that it opens; null: none',
    absent: { is: null },
  },
  keyScope: {
    shape: { ...TEXT, schema: { type: 'string' } },
    doc: 'that of the route which instances of the same modality take',
    absent: { is: '' },
  },
};

export const WORKLISTS: ConfigShape<readonly WorklistConfig[]> = named(settings(WORKLIST_FIELDS));
