import { z } from 'zod';
import { readFence } from './fence.ts';

/**
 * What a participant tells control with an offer, for this one transport; it is kept as long as the transport. What an older
 * control does not know of it is passed over: the client checks everything by itself.
 */
export const wishSchema = z.object({
  /** The person's own fence, beside the room's: `readFence` text. */
  fence: z
    .string()
    .max(640)
    .refine((text) => readFence(text) !== undefined)
    .optional(),
  /** Measured round trips to permitted hosts, by their ids in the directory. */
  near: z
    .array(z.object({ host: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/), ms: z.int().min(0).max(10_000) }))
    .max(16)
    .optional(),
});
export type Wish = z.infer<typeof wishSchema>;
