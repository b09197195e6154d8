/** What something belongs to or tells about: a project, an invoice, a case. The id is a UUID. */
export interface Subject {
  readonly type: string;
  readonly id: string;
}

export function sameSubject(a: Subject, b: Subject): boolean {
  return a.type === b.type && a.id === b.id;
}

/** As a button's value or a modal's data: `project:0198…`. */
export function subjectText(subject: Subject): string {
  return `${subject.type}:${subject.id}`;
}

/** @returns undefined unless the text was made by `subjectText` */
export function parseSubject(text: string): Subject | undefined {
  const match = /^([a-z][a-z_]*):([0-9a-f-]{36})$/.exec(text);
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : undefined;
}
