import type { Json, Obj } from './json.ts';
import type { StoredFile } from './types.ts';
import { APP, TEAM } from './workspace.ts';
import { nextId, type World } from './world.ts';

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export const storeFile = (
  world: World,
  user: string,
  name: string,
  content: string | Uint8Array,
  id = nextId(world, 'F'),
): StoredFile => {
  const filetype = name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : 'binary';
  const file: StoredFile = {
    id,
    name,
    filetype,
    mimetype: TYPES[filetype] ?? 'application/octet-stream',
    content: Buffer.from(content),
    user,
    created: Math.floor(world.settings.now() / 1000),
    channels: [],
    seenByApp: false,
  };
  world.files.set(file.id, file);
  return file;
};

export const fileJson = (world: World, file: StoredFile): Obj => {
  const base = `${world.baseUrl}/files-pri/${TEAM.id}-${file.id}`;
  const name = encodeURIComponent(file.name);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.name,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype.toUpperCase(),
    user: file.user,
    user_team: TEAM.id,
    size: file.content.length,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    public_url_shared: false,
    file_access: 'visible',
    url_private: `${base}/${name}`,
    url_private_download: `${base}/download/${name}`,
    permalink: `${world.baseUrl}/files/${file.user}/${file.id}/${name}`,
    channels: file.channels.filter((id) => id.startsWith('C')),
    groups: file.channels.filter((id) => id.startsWith('G')),
    ims: file.channels.filter((id) => id.startsWith('D')),
  };
};

const permalinkIn = /\/files\/[UW][A-Z0-9]+\/(F[A-Z0-9]+)\//g;

/** The app's own files whose addresses a message holds: it shares them where it is posted. */
export const linkedFiles = (world: World, ...contents: (Json | undefined)[]): StoredFile[] => {
  const ids = [...JSON.stringify(contents).matchAll(permalinkIn)].map(([, id = '']) => id);
  return [...new Set(ids)].flatMap((id) => {
    const file = world.files.get(id);
    return file?.user === APP.botUser ? [file] : [];
  });
};
