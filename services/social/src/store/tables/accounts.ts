import type { ColumnType, Generated } from 'kysely';

/** Rows of migration 0001. Ids are uuid text here; `store/ids.ts` turns them into `Opaque` and back. */
export type AccountsTables = {
  accounts: {
    id: string;
    handle: string;
    /** What makes two handles the same to a reader; unique. */
    handle_look: string;
    name: string;
    bio: Generated<string>;
    links: Generated<string[]>;
    image: string | null;
    /** The operator's people see the moderation queue. */
    operator: Generated<boolean>;
    /** Rises with every change of the device keys. */
    device_generation: Generated<number>;
    /** What authenticators know the account by. */
    passkey_user: Generated<string>;
    created_on: Day;
  };
  passkeys: {
    id: string;
    account: string;
    credential: Uint8Array;
    public_key: Uint8Array;
    counter: number;
    transports: string[];
    label: string;
    /** It is copied to the person's other devices by its maker. */
    synced: boolean;
    created_on: Day;
    used_on: Day | null;
    /** A passkey enrolled by recovery may be used from then on. */
    usable_at: Date | null;
  };
  sessions: {
    id: string;
    account: string;
    token_hash: Uint8Array;
    label: string;
    created_on: Day;
    used_on: Day;
  };
  recovery_codes: {
    account: string;
    locator: string;
    code_hash: Uint8Array;
    tries: Generated<number>;
    created_on: Day;
  };
  devices: {
    id: string;
    account: string;
    session: string | null;
    ed25519: Uint8Array;
    x25519: Uint8Array;
    label: string;
    /** The account's generation when it came, and when it went. */
    added_in: number;
    removed_in: number | null;
    added_on: Day;
    removed_on: Day | null;
  };
  api_tokens: {
    id: string;
    account: string;
    token_hash: Uint8Array;
    label: string;
    scopes: string[];
    created_on: Day;
    used_on: Day | null;
    expires_on: Day | null;
  };
  images: {
    id: string;
    /** Edge in pixels. */
    size: number;
    webp: Uint8Array;
  };
};

/** A calendar day in UTC, `YYYY-MM-DD`: a time would say more about a person than anybody needs. */
export type Day = ColumnType<string, string, string>;
