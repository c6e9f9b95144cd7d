/** Units that follow a number of a technique, folded. */
export const UNITS: ReadonlySet<string> = new Set(
  `a amp au b bar bpm bq c cc cgy ci cm cm2 cm3 counts cps ct cts db deg degrees dpi fps frames g gauss gbq gy hu hz ims images in inch iu j k kb kbq kcounts kcps keV kev kg khz kv kvp l lp m ma mas mb mbq mci mcounts mev mg mgi mgy mhz min minutes ml mm mm2 mm3 mmhg mmol mpa mrad
  ms msec msv mt mu mv mw ng nm ns ohm pa pixel pixels ppm psi px rpm s sec secs seconds slices sl sv t ui ul um units us v views volumes voxels w x µm μm`
    .toLowerCase()
    .split(/\s+/),
);
