import { fileJson, storeFile } from '../files.ts';
import { type Obj, objs, optStr } from '../json.ts';
import { APP } from '../workspace.ts';
import { nextId, type World } from '../world.ts';
import { type Method, refuse, refuseWith, scope } from './answer.ts';

const completed = (world: World, { id, title }: Obj): Obj => {
  const upload = world.uploads.get(optStr(id) ?? '');
  if (!upload?.content || typeof id !== 'string') return refuse('file_not_found');
  world.uploads.delete(id);
  const file = storeFile(world, APP.botUser, upload.name, upload.content, id);
  file.seenByApp = true;
  return { ...fileJson(world, file), title: optStr(title) ?? upload.name };
};

/** How an app hands a file over: it asks where to, sends the bytes there, and says that it is done. It is shared with nobody yet. */
export const files: Record<string, Method> = {
  'files.info': {
    perMinute: 100,
    scopes: scope('files:read'),
    run: (world, args) => {
      const file = world.files.get(args.need('file'));
      return file?.seenByApp
        ? { file: fileJson(world, file), comments: [], response_metadata: { next_cursor: '' } }
        : refuse('file_not_found');
    },
  },
  'files.getUploadURLExternal': {
    perMinute: 100,
    scopes: scope('files:write'),
    run: (world, args) => {
      const name = args.need('filename');
      const length = args.number('length') ?? refuseWith('invalid_arguments', ['missing required field: length']);
      if (length < 1) refuseWith('invalid_arguments', ['must be greater than 0: length']);
      const id = nextId(world, 'F');
      world.uploads.set(id, { name, length });
      return { upload_url: `${world.baseUrl}/upload/v1/${id}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    perMinute: 100,
    scopes: scope('files:write'),
    run: (world, args) => {
      const asked = objs(args.json('files', 'invalid_arguments'));
      if (asked.length === 0) refuseWith('invalid_arguments', ['missing required field: files']);
      return { files: asked.map((each) => completed(world, each)) };
    },
  },
};
