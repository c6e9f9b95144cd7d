#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Most of a short run is reading sources: what was compiled once is kept. It is code and nothing else; a folder that cannot be written is done without.
// This file alone is JavaScript: the cache also keeps what TypeScript was turned into, so that a run need not load what turns it.
enableCompileCache(join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lethe', 'code'));
await import('./program.ts');
