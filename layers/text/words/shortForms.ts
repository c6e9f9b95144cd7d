const SHORT_FORMS: ReadonlySet<string> = new Set(
  'abd abdo acq ang art ax axi bi br ca cap card cerv cor cran ct cta diff dual dyn exer ext fast fd fs fu gad gd head hr iv ld lat loc lt lumb ml mr mra mri ms neck nm pel pet pfe ph port post pre pst rec recon res rt sag sc se sel seq sl sp spec spect stg st stn sup susc tan tardif tc te ther thor thx tra trans trig us ven vert vol wb wo kv ti ro rl lr si is dwi adc dti fse tse gre epi swi tof mip mpr std smt cta ctp mrv mrcp dsa dx cr xr dr us nm pt ot sr px mg io es gm rf rg xa xc'.split(
    ' ',
  ),
);

/** Whether protocols shorten a word to these letters. Folded. */
export function isShortForm(word: string): boolean {
  return SHORT_FORMS.has(word);
}
