import { DatabaseSync } from 'node:sqlite';
import type { AnswerKey, Check, InstanceKey } from '../key.ts';

/**
 * Writes the key as the SQLite table that MIDI-B's keys are: `answer_data`, a row for each instance, its strings in angle brackets, and the checks as JSON by
 * their number. The categories are ours (`CATEGORIES`).
 */
export function writeAnswers(path: string, { seed, instances }: AnswerKey): void {
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE answer_data (
    "index" INTEGER PRIMARY KEY, "group" TEXT, Modality TEXT, SOPClassUID TEXT, PatientID TEXT,
    StudyInstanceUID TEXT, SeriesInstanceUID TEXT, SOPInstanceUID TEXT, Digest TEXT, AnswerData TEXT
  )`);
  const insert = database.prepare('INSERT INTO answer_data VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  database.exec('BEGIN');
  instances.forEach((one, at) => {
    const texts = [
      one.modality,
      one.sopClassUid,
      one.patientId,
      one.studyUid,
      one.seriesUid,
      one.sopUid,
      one.digest,
    ];
    insert.run(at, framed(String(seed)), ...texts.map(framed), answersOf(one));
  });
  database.exec('COMMIT');
  database.close();
}

function answersOf({ checks }: InstanceKey): string {
  return JSON.stringify(Object.fromEntries(checks.map((check, at) => [String(at), answerOf(check)])));
}

function answerOf({
  action,
  category,
  path,
  name,
  value,
  text,
  box,
}: Check): Readonly<Record<string, string>> {
  const leaf = path.slice(-8);
  return {
    scope: framed('Instance'),
    tag: framed(`(${leaf.slice(0, 4)},${leaf.slice(4)})`),
    tag_ds: framed(dataSetPath(path)),
    tag_name: framed(name),
    value: framed(value),
    action: framed(action),
    action_text: box === undefined ? framed(text) : JSON.stringify(boxText(text, box)),
    answer_category: framed(category),
    answer_category_v2: framed(category),
  };
}

const framed = (text: string) => `<${text}>`;

function boxText(text: string, { left, top, right, bottom }: NonNullable<Check['box']>): object {
  return { text, top_left: [left, top], bottom_right: [right, bottom] };
}

/** Tags and numbers of items, from the root: `(0032,1064)/0/(0010,0010)`. */
function dataSetPath(path: string): string {
  return path
    .split('/')
    .map((part) => (part.length === 8 ? `(${part.slice(0, 4)},${part.slice(4)})` : part))
    .join('/');
}
