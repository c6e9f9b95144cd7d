#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Most of a short run is reading sources: what was compiled once stays in the system's folder for temporary files. It holds code and nothing else.
enableCompileCache();
await import('./program.ts');
