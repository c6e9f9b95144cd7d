/** The engine's version, as package.json has it (a test compares them, and Lethe's Implementation Version Name). */
export const ENGINE_VERSION = '0.1.0';
