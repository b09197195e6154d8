type Stream = () => AsyncIterable<Uint8Array>;

/** Contents of Slack files, by id. */
export type Files = Readonly<Record<string, { readonly name: string; readonly content: string | Uint8Array | Stream }>>;

export async function* bytes(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

/** What the slices open files with. */
export const openerOf = (files: Files) => async (fileId: string) => {
  const file = files[fileId];
  if (!file) throw new Error(`no file ${fileId}`);
  return { body: typeof file.content === 'function' ? file.content() : bytes(file.content) };
};

export const noFiles = openerOf({});
