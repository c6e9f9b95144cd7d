/** What is read of a package in package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

type Names = Readonly<Record<string, string>>;

/** Packages by place: the path of their folder from the repository's, as `node_modules/a/node_modules/b`. The repository's own place is the empty text. */
export type Places = Readonly<Record<string, LockedPackage>>;

/** What npm installs for packages of these names: themselves and all that they lead to, by place, in order. Throws if one that is needed is not locked. */
export function closureOf(names: readonly string[], locked: Places): Places {
  const found = new Map<string, LockedPackage>();
  const follow = (name: string, from: string, isNeeded: boolean): void => {
    const place = placeOf(name, from, locked);
    if (place === null && isNeeded) throw new Error(`${name} is not in package-lock.json: run npm install`);
    if (place === null || found.has(place)) return;
    const one = locked[place] as LockedPackage;
    found.set(place, one);
    for (const each of Object.keys(one.dependencies ?? {})) follow(each, place, true);
    for (const each of Object.keys(one.optionalDependencies ?? {})) follow(each, place, false);
    for (const each of Object.keys(one.peerDependencies ?? {}))
      follow(each, place, one.peerDependenciesMeta?.[each]?.optional !== true);
  };
  for (const name of names) follow(name, '', true);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where Node finds a package from a place: in its own folder of packages, or in that of one above. */
function placeOf(name: string, from: string, locked: Places): string | null {
  for (let above = from; ; above = above.slice(0, Math.max(0, above.lastIndexOf('node_modules/') - 1))) {
    const place = above === '' ? `node_modules/${name}` : `${above}/node_modules/${name}`;
    if (locked[place] !== undefined) return place;
    if (above === '') return null;
  }
}

/** The name of the package that lies at a place. */
export function nameAt(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
