import { transformSync } from 'esbuild';

/** A jest transformer: types out, everything else as it is written. */
const transformer = {
  process(source, path) {
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node24',
      sourcemap: 'inline',
      sourcefile: path,
    });
    return { code };
  },
};

// biome-ignore lint/style/noDefaultExport: jest loads a transformer by its default export.
export default transformer;
