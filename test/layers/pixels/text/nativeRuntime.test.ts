import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isNativeInstalled, NATIVE_PACKAGE } from '../../../../layers/pixels/text/nativeRuntime.ts';

test('ONNX Runtime of this machine is found where it is installed beside a module, and only there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-'));
  try {
    const moduleIn = (name: string) => pathToFileURL(join(folder, name, 'layers', 'module.ts')).href;
    const installed = join(folder, 'with', 'node_modules', NATIVE_PACKAGE);
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'index.js'), '');
    expect(isNativeInstalled(moduleIn('with'))).toBe(true);
    expect(isNativeInstalled(moduleIn('without'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
