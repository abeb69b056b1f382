export { Asked } from './asked.ts';
export { type CrmExamination, examineCrm } from './crm.ts';
export { examineFiles, type FilesExamination } from './files.ts';
export {
  type Finding,
  type FindingCode,
  findings,
  found,
  type Level,
  levels,
  type Params,
  worstFirst,
} from './findings.ts';
export { kpiFindings, kpiMatrix, type Usable } from './kpis.ts';
export type { Recorded } from './recording.ts';
export { examineStore, type StoreExamination } from './store.ts';
export type { CrmSubject, World } from './world.ts';
