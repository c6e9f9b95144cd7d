/**
 * Modalities of images (PS3.3 C.7.3.1.1.1), retired ones as well. Each has a metric of its own, so the list is closed: a device may write anything else there, and a metric must not repeat it.
 */
const MODALITIES: ReadonlySet<string> = new Set([
  ...['ANN', 'AR', 'BDUS', 'BI', 'BMD', 'CD', 'CFM', 'CR', 'CT', 'DD', 'DF', 'DG', 'DM', 'DMS', 'DOC', 'DX'],
  ...[
    'ECG',
    'EPS',
    'ES',
    'FID',
    'FS',
    'GM',
    'HC',
    'HD',
    'IO',
    'IOL',
    'IVOCT',
    'IVUS',
    'KER',
    'LEN',
    'LP',
    'LS',
  ],
  ...[
    'M3D',
    'MA',
    'MG',
    'MR',
    'MS',
    'NM',
    'OAM',
    'OCT',
    'OP',
    'OPM',
    'OPT',
    'OPTBSV',
    'OPTENF',
    'OPV',
    'OSS',
    'OT',
  ],
  ...[
    'POS',
    'PT',
    'PX',
    'RF',
    'RG',
    'RTDOSE',
    'RTIMAGE',
    'SC',
    'SEG',
    'SM',
    'SRF',
    'ST',
    'TG',
    'US',
    'VA',
    'VF',
    'XA',
    'XC',
  ],
]);

/** A modality as metrics name it. */
export function knownModality(modality: string): string {
  const folded = modality.toUpperCase();
  return MODALITIES.has(folded) ? folded : 'OTHER';
}
