/** For which assets of its billing group a service is that is charged for each. CUS-4 */
import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { clip } from '../../../../core/text/text.ts';
import { lookupInput, selectInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { assetLookup, type NamedScope } from '../../assets/index.ts';
import type { SoldService } from './service-change.ts';

/** As many as a list can offer. */
const mostOffered = 100;

const levelWords = { server: 'Server', site: 'Site' } as const;

/** Nothing is asked where the group has no assets. */
export const scopeInputs = (scopes: readonly NamedScope[]): readonly KnownBlock[] => {
  const wider = scopes.flatMap(({ level, id, name }) =>
    level === 'server' || level === 'site'
      ? [{ text: clip(`${levelWords[level]} ${name}`, 75), value: `${level} ${id}` }]
      : [],
  );
  if (wider.length === 0) return [];
  return [
    selectInput({
      name: 'scope',
      label: 'For the assets of a server or site',
      hint: 'Of a plan that is charged for each asset. Blank: all of the billing group; where several reach an asset, the narrowest holds',
      optional: true,
      choices: wider.slice(0, mostOffered),
    }),
    lookupInput({ name: 'asset', label: 'or for one asset', source: assetLookup, optional: true }),
  ];
};

const chosen = (values: FormValues): SoldService['scope'] => {
  const [scope, asset] = [values.option('scope'), values.option('asset')];
  if (scope !== undefined && asset !== undefined)
    throw new FieldErrors({ asset: 'Choose a server or site, or one asset: clear one of them.' });
  if (asset !== undefined) return { level: 'asset', id: asset };
  const [, level, id = ''] = /^(server|site) (.+)$/.exec(scope ?? '') ?? [];
  return level === undefined ? undefined : { level: level === 'site' ? 'site' : 'server', id };
};

/** @throws FieldErrors for what is not charged for each asset, and for an asset that is not of the group */
export const withScope = (sold: SoldService, values: FormValues, scopes: readonly NamedScope[]): SoldService => {
  const scope = chosen(values);
  if (!scope) return sold;
  const field = scope.level === 'asset' ? 'asset' : 'scope';
  if (!sold.isForEachAsset)
    throw new FieldErrors({
      [field]: 'This service is not charged for each asset: leave this blank, or choose a plan that is.',
    });
  const named = scopes.find(({ level, id }) => level === scope.level && id === scope.id);
  if (!named)
    throw new FieldErrors({
      [field]:
        'It is not assigned to the billing group of this subscription. Assign it first, in its window, or choose another.',
    });
  // Each asset's line names it; where a description was typed, that is printed.
  const isNamed = scope.level === 'asset' || values.text('description') !== undefined;
  return { ...sold, scope, description: isNamed ? sold.description : `${sold.description}, ${named.name}` };
};
