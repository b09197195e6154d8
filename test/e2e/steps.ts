import { expect } from 'vitest';
import type { Window } from './window.ts';

/** The main job's turns, each as the desk goes through it by hand. Tests put them together. */

export const acme = 'Acme Dental <&> Sons';

export const tickAll = async (
  at: Window,
  message: string,
  ticks: readonly string[],
  dates: Readonly<Record<string, string>> = {},
) => {
  await at.press(message, 'Checklist');
  await at.modal.waitFor();
  await at.tick(...ticks);
  for (const [label, day] of Object.entries(dates)) await at.type(label, day);
  await at.submit();
  await at.closed();
};

export const handOn = async (at: Window, message: string) => {
  await at.message(new RegExp(`${message}[\\s\\S]*it can be handed on`)).waitFor();
  await at.press(message, 'Approve');
  await at.message(new RegExp(`${message}[\\s\\S]*Approved by`)).waitFor();
};

export const createProject = async (sally: Window) => {
  await sally.goTo('sales');
  await sally.say('/onboard new');
  await sally.modal.waitFor();
  await sally.type('Or a new customer', acme);
  await sally.choose('Project manager', 'Pia Project-Manager');
  await sally.type('Set-up fee', 'a lot');
  await sally.submit();
  // Baton's own answer in the field, in sight; what else was filled in is still there.
  const error = sally.modal.getByRole('alert');
  await error.waitFor();
  expect(await error.count()).toBe(1);
  const bottomOf = async (what: typeof error) => {
    const box = await what.boundingBox();
    return box ? box.y + box.height : Number.NaN;
  };
  expect(await bottomOf(error)).toBeLessThanOrEqual(await bottomOf(sally.modal.locator('.modal-body')));
  await sally.type('First month', '2000');
  await sally.type('Hardware (', '300');
  await sally.type('Which hardware', 'Two switches');
  await sally.choose('Picked up for the set-up fee', 'Check');
  await sally.type('Set-up fee', '500');
  await sally.submit();
  await sally.closed();
  await sally.message(/Intake: Acme/).waitFor();
};

export const intake = async (sally: Window) => {
  await tickAll(sally, 'Intake: Acme', ['Paperwork signed', 'Services, fees', 'Contact and', 'Noted what']);
  await handOn(sally, 'Intake: Acme');
};

export const review = async (remy: Window) => {
  await remy.goTo('reviewer');
  await remy.message('Review: Acme').waitFor();
  await tickAll(remy, 'Review: Acme', ['Figures', 'Signatures']);
  await handOn(remy, 'Review: Acme');
};

const recordPayment = async (anna: Window, invoice: string, method: string) => {
  await anna.press(`Invoice ${invoice}:`, 'Record payment');
  await anna.modal.waitFor();
  await anna.choose('How was it paid', method);
  await anna.submit();
  await anna.closed();
  await anna.message(new RegExp(`Invoice ${invoice}:[\\s\\S]*Paid in full`)).waitFor();
};

export const billing = async (anna: Window) => {
  await anna.goTo('accounting');
  for (const invoice of ['I-1', 'I-2', 'I-3']) {
    await anna.message(`Invoice ${invoice}:`).waitFor();
    await anna.press(`Invoice ${invoice}:`, 'Mark as sent');
    await anna.modal.waitFor();
    await anna.type('Its number', `N-${invoice}`);
    await anna.type('Or where it is kept', `https://files.example/${invoice}`);
    await anna.submit();
    await anna.closed();
    await anna.message(new RegExp(`Invoice ${invoice}:[\\s\\S]*Sent .* as number`)).waitFor();
  }
  await recordPayment(anna, 'I-1', 'Check');
  await anna.goTo('billing');
  await anna.press('Billing: Acme', 'Add contract');
  await anna.modal.waitFor();
  await anna.type('Number', 'C-1');
  await anna.type('Start', new Date().toISOString().slice(0, 10));
  await anna.submit();
  await anna.modal.getByText('C-1').first().waitFor();
  await anna.page.keyboard.press('Escape');
  await anna.closed();
  await anna.press('Billing: Acme', 'Set up subscription');
  await anna.modal.waitFor();
  await anna.type('Help-desk coverage', 'Monday to Friday, 9 to 17');
  await anna.type('SLA', 'Four hours');
  await anna.submit();
  await anna.closed();
  await handOn(anna, 'Billing: Acme');
};

export const profileCheck = async (sally: Window, target: string) => {
  await sally.goTo('sales');
  await sally.message('Profile check: Acme').waitFor();
  await tickAll(sally, 'Profile check: Acme', ['Customer profile', 'Details agreed'], {
    'Target go-live date': target,
  });
  await handOn(sally, 'Profile check: Acme');
};

export const planning = async (pia: Window, eta: string) => {
  await pia.goTo('project-manager');
  await pia.message('Planning: Acme').waitFor();
  await tickAll(pia, 'Planning: Acme', ['Customer contacted', 'No knowledge', 'Project confirmed'], { 'ETA set': eta });
  await handOn(pia, 'Planning: Acme');
};

export const hardware = async (remy: Window, percy: Window) => {
  await remy.become('Remy Reviewer');
  await remy.goTo('reviewer');
  await remy.press('hardware order to review', 'Reviewed');
  await remy.message(/hardware order[\s\S]*Reviewed by/).waitFor();
  await percy.become('Percy Purchasing');
  await percy.goTo('purchasing');
  await percy.message('hardware to order').waitFor();
  await percy.press('hardware to order', 'Ordered');
  await percy.modal.waitFor();
  await percy.type('Order number', 'PO-77');
  await percy.submit();
  await percy.closed();
};

export const firstMonthPaid = async (anna: Window) => {
  await anna.become('Anna Accounting');
  await anna.goTo('accounting');
  await recordPayment(anna, 'I-2', 'EFT');
};

export const goLive = async (sven: Window, day: string) => {
  await sven.become('Sven Service');
  await sven.goTo('service');
  await sven.message(/Delivery: Acme[\s\S]*🔓 Going live/).waitFor();
  await tickAll(sven, 'Delivery: Acme', [], { 'Go-live date scheduled': day, 'Customer live since': day });
  await handOn(sven, 'Delivery: Acme');
};

export const acknowledge = async (at: Window, channel: string, desk: string) => {
  await at.goTo(channel);
  await at.message('begin with recurring billing').waitFor();
  await at.press('begin with recurring billing', 'Tell accounting to begin');
  await at.message(`has told accounting for ${desk}`).waitFor();
};

export const arm = async (anna: Window) => {
  await anna.become('Anna Accounting');
  await anna.goTo('accounting');
  await anna.press('Start of billing: Acme', 'Arm recurring billing');
  await anna.modal.waitFor();
  const shown = (await anna.modal.textContent()) ?? '';
  await anna.submit();
  await anna.closed();
  await tickAll(anna, 'Start of billing: Acme', ['Credit checked']);
  await handOn(anna, 'Start of billing: Acme');
  return shown;
};

/** Imports one of the sandbox's samples; the modal closes unless the file is refused. */
export const importSample = async (anna: Window, name: string) => {
  await anna.say('/bill import');
  await anna.modal.waitFor();
  await anna.modal.getByRole('button', { name, exact: true }).click();
  await anna.modal.getByText(name).waitFor();
  await anna.submit();
};
