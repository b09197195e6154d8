import type { FormBlocks, ViewState } from '../../block-kit/form.ts';

/** The parts of Slack's payloads that Baton reads. Signatures are verified before anything gets here; fields may still be absent. */
export interface CommandBody {
  readonly command: string;
  readonly text?: string;
  readonly user_id?: string;
  readonly channel_id?: string;
  readonly trigger_id?: string;
  readonly response_url?: string;
}

/** What was chosen from Slack's menu of shortcuts; it carries nothing else. */
export interface ShortcutBody {
  readonly callback_id?: string;
  readonly user?: { readonly id?: string };
  readonly trigger_id?: string;
}

interface Chosen {
  readonly value?: string;
}

export interface ActionElement {
  readonly type?: string;
  readonly action_id: string;
  readonly action_ts?: string;
  readonly value?: string;
  readonly selected_option?: Chosen | null;
  readonly selected_options?: readonly Chosen[];
  readonly selected_user?: string | null;
  readonly selected_users?: readonly string[];
  readonly selected_conversation?: string | null;
  readonly selected_channel?: string | null;
  readonly selected_date?: string | null;
}

export interface ViewBody {
  readonly id: string;
  readonly type?: string;
  readonly hash?: string;
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly state?: { readonly values?: ViewState };
  readonly blocks?: FormBlocks;
}

export interface ActionBody {
  readonly user?: { readonly id?: string };
  readonly trigger_id?: string;
  readonly response_url?: string;
  readonly channel?: { readonly id: string };
  readonly container?: { readonly channel_id?: string; readonly message_ts?: string };
  readonly message?: { readonly ts?: string; readonly thread_ts?: string };
  readonly view?: ViewBody;
  readonly actions?: readonly (ActionElement | null)[];
}

export interface SubmissionBody {
  readonly user?: { readonly id?: string };
  readonly trigger_id?: string;
  readonly view?: ViewBody;
}

export interface OptionsBody {
  readonly user?: { readonly id?: string };
  readonly action_id?: string;
  readonly value?: string;
}

/** What a person wrote, as it stands. */
export interface MessageNow {
  readonly user?: string;
  readonly bot_id?: string;
  readonly text?: string;
  readonly ts?: string;
  readonly thread_ts?: string;
}

/** The events that the manifests subscribe to. */
export type EventBody =
  | { readonly type: 'app_home_opened'; readonly user: string; readonly tab?: string }
  | {
      readonly type: 'message';
      readonly subtype?: string;
      readonly channel: string;
      readonly channel_type?: string;
      readonly user?: string;
      readonly bot_id?: string;
      readonly text?: string;
      readonly ts: string;
      readonly thread_ts?: string;
      readonly deleted_ts?: string;
      /** Of `message_changed`: as it is now, and as it was. */
      readonly message?: MessageNow;
      readonly previous_message?: { readonly text?: string };
    }
  | { readonly type: 'user_change'; readonly user?: import('../directory/directory.ts').SlackUser }
  | { readonly type: 'subteam_members_changed'; readonly subteam_id: string }
  | { readonly type: 'member_joined_channel'; readonly user: string; readonly channel: string }
  | { readonly type: 'channel_unarchive'; readonly channel: string }
  | { readonly type: 'group_unarchive'; readonly channel: string };
