import type { Door } from '../../../../platform/slice/door.ts';

export const assetDoor: Door = { subject: 'asset', opens: 'asset.open', button: 'Open asset' };
export const assetSubject = (id: string) => ({ type: assetDoor.subject, id });

/** Something on a server that is billed, such as a list. It is known by the id that the server gives it; what is gone is kept. */
export interface Asset {
  readonly id: string;
  readonly serverId: string;
  readonly kind: 'list';
  readonly listedId: string;
  readonly name: string;
  /** Empty where its server has no sites. */
  readonly site: string;
  readonly foundAt: Date;
  readonly goneAt?: Date | undefined;
}

/** A site is known within its server only. */
export const siteKey = (serverId: string, site: string): string => `${serverId}/${site}`;
