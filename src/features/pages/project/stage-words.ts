/** What customers read of where their project stands. A playbook's own words come first; these are for the stages that ship. ONB-21 */
import { type ProjectState, type Stage, stageOf } from '../../playbooks/index.ts';

type Words = NonNullable<Stage['forCustomer']>;

const shipped: Readonly<Record<string, Words>> = {
  intake: { says: { en: 'We collect what we need to begin.', it: 'Raccogliamo ciò che serve per iniziare.' } },
  review: { says: { en: 'We check the papers that you signed.', it: 'Verifichiamo i documenti che ha firmato.' } },
  billing: {
    says: {
      en: 'We prepare your contract and your first invoices.',
      it: 'Prepariamo il contratto e le prime fatture.',
    },
  },
  'profile-check': {
    says: {
      en: 'We make sure that everything is noted as you want it.',
      it: 'Controlliamo che tutto sia annotato come desidera.',
    },
  },
  planning: {
    says: { en: 'We plan the work and agree the days with you.', it: 'Pianifichiamo i lavori e concordiamo le date.' },
    accepts: {
      en: 'I confirm the project as it was agreed, and that the work on it may begin.',
      it: 'Confermo il progetto come concordato e che i lavori possono iniziare.',
    },
  },
  delivery: { says: { en: 'We set everything up for you.', it: 'Installiamo e configuriamo tutto per Lei.' } },
  'start-billing': {
    says: {
      en: 'You are live. We begin your regular invoices.',
      it: 'È operativo. Iniziamo la fatturazione periodica.',
    },
    accepts: {
      en: 'I accept that what was agreed was delivered and works.',
      it: 'Accetto che quanto concordato è stato consegnato e funziona.',
    },
  },
  'follow-up': { says: { en: 'We ask how it goes.', it: 'Le chiediamo come va.' } },
};

const wordsOf = (stage: Stage): Words => stage.forCustomer ?? shipped[stage.key] ?? {};

export interface Step {
  readonly says: NonNullable<Words['says']>;
  readonly is: 'done' | 'now' | 'ahead';
}

/** The stages that customers hear of, in their order. */
export const stepsOf = ({
  playbook,
  stage,
  state,
}: Pick<ProjectState, 'playbook' | 'stage' | 'state'>): readonly Step[] => {
  const { stages } = playbook;
  const at = state === 'closed' ? stages.length : stages.findIndex(({ key }) => key === stage);
  return stages.flatMap((each, index): readonly Step[] => {
    const { says } = wordsOf(each);
    if (!says) return [];
    if (index === at) return [{ says, is: 'now' }];
    return [{ says, is: index < at ? 'done' : 'ahead' }];
  });
};

/** What the customer is to accept now, in both languages. @returns undefined while nothing is */
export const toAccept = ({ playbook, stage, state }: Pick<ProjectState, 'playbook' | 'stage' | 'state'>) => {
  const found = state === 'active' ? stageOf(playbook, stage) : undefined;
  return found && wordsOf(found).accepts;
};
