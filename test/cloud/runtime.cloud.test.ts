import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../infra/bundle.ts';
import type { Bundle } from '../../infra/code.ts';
import { hold } from '../reliability/faultCase.ts';
import { runtimeCases } from './runtimeCases.ts';

const folder = mkdtempSync(join(tmpdir(), 'lethe-runtime-'));
let built: Bundle;

beforeAll(async () => {
  built = await bundle({ ingest: 'functions/ingest/handler.ts' }, folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

hold(runtimeCases(() => ({ client: process.env.LETHE_RUNTIME_CLIENT ?? '', bundle: built })));
