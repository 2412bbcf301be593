/** Actions on a study, as its context menu shows them. */
export const studyMenu: readonly string[] = [
  'study.resume',
  'study.pause',
  'study.cancel',
  'study.edit',
  'study.duplicate',
  'study.spec',
  'study.export',
  'study.report',
  'study.delete',
]
