import { type Check, fail, object, oneOf, type Shape, string } from './checks.ts';
import { url } from './objects.ts';

const slackFile = object({
  optional: { id: string(255, 1), url: url() },
  also: (value, at, found) => {
    if ((value.id === undefined) === (value.url === undefined)) fail(found, at, 'must provide either id or url');
  },
});

/** Image block and element alike: alternative text always, and exactly one source. */
export const image = ({ required = {}, optional = {} }: Shape): Check =>
  object({
    required: { type: oneOf('image'), alt_text: string(2000, 1), ...required },
    optional: { image_url: url(), slack_file: slackFile, ...optional },
    also: (value, at, found) => {
      if ((value.image_url === undefined) === (value.slack_file === undefined)) {
        fail(found, at, 'must provide either image_url or slack_file');
      }
    },
  });

export const imageElement = image({});
