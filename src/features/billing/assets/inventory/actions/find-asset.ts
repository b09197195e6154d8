import type { Option } from '@slack/types';
import { NotFound } from '../../../../../core/errors.ts';
import { lookupInput, modal, option } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import type { Interaction, SlackRequest } from '../../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../../platform/work/work.ts';
import { type Asset, assetSubject } from '../asset.ts';
import { assetById, searchAssets } from '../store.ts';

export const assetLookup = 'asset.lookup';

/** @throws NotFound */
export const existingAsset = async ({ db }: Pick<Deps, 'db'>, id: string): Promise<Asset> => {
  const asset = await assetById(db.prisma, id);
  if (!asset) throw new NotFound('asset');
  return asset;
};

/** Find an asset, in the set-up. */
export const findAssetButton: Interaction = {
  id: 'asset.find',
  press: async () => ({
    modal: modal({
      callback: 'asset.find',
      title: 'Find an asset',
      submit: 'Open',
      blocks: [
        lookupInput({
          name: 'asset',
          label: 'Asset',
          source: assetLookup,
          placeholder: 'Type a part of its name or id',
        }),
      ],
    }),
  }),
  submit: async ({ values }) => ({
    window: assetSubject(required(values.option('asset'), 'asset', 'Choose an asset.')),
  }),
};

/** The choices of `assetLookup`. */
export const lookUpAssets = async ({
  deps,
  query,
}: SlackRequest & { readonly query: string }): Promise<readonly Option[]> =>
  (await searchAssets(deps.db.prisma, query, 100)).map(({ id, name, server, goneAt }) =>
    option({ text: `${name} (${server}${goneAt ? ', gone' : ''})`, value: id }),
  );
