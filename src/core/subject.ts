/** What something belongs to or tells about: a project, an invoice, a case. The id is a UUID. */
export interface Subject {
  readonly type: string;
  readonly id: string;
}

export const sameSubject = (a: Subject, b: Subject): boolean => a.type === b.type && a.id === b.id;

/** As a button's value or a modal's data: `project:0198…`. */
export const subjectText = (subject: Subject): string => `${subject.type}:${subject.id}`;

/** @returns undefined unless the text was made by `subjectText` */
export const parseSubject = (text: string): Subject | undefined => {
  const match = /^([a-z][a-z_]*):([0-9a-f-]{36})$/.exec(text);
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : undefined;
};
