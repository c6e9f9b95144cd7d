/** Units that follow a number of a technique, folded. */
export const UNITS: ReadonlySet<string> = new Set(
  `amp bar bpm bq cc cgy ci cm cm2 cm3 counts cps ct cts db deg degrees dpi fps frames g gauss gbq gy hu hz ims iu k kb kbq kcounts kcps keV kev kg khz kv kvp l lp m ma mas mb mbq mci mcounts mev mg mgi mgy mhz min minutes ml mm mm2 mm3 mmhg mmol mpa mrad
 ms msec msv mt mu mv mw ng nm ns ohm pixel pixels ppm psi px rpm s sec secs seconds slices sv t ul um units v volumes voxels w µm μm`
    .toLowerCase()
    .split(/\s+/),
);
