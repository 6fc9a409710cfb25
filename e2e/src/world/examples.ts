import type { Deed, Step } from './steps.ts';

/** Histories that found a mistake, kept so that it stays found. */
export const examples: readonly Example[] = [
  {
    seed: 4,
    what: 'the only steward crashes before it signs who came on stage',
    steps: read(
      'join 0 0 700; join 0 0 700; join 0 0 700; settle 0 0 28; invite 203 48 51; stewardsCrash 150 242 17000; accept 15 152 17; settle 12 40 220',
    ),
  },
  {
    seed: 8,
    what: 'the last moderator steps down and stays',
    steps: read(
      'join 1 181 700; join 1 219 700; join 1 228 700; join 1 15 700; settle 1 97 700; invite 1 85 700; accept 1 159 700; invite 1 166 700; accept 1 32 700; invite 130 244 625; leaveStage 21 110 31; falseCommand 137 10 1124; raiseHand 153 21 19; mute 122 7 3; removedReturns 176 26 5962; maliciousRelay 218 224 55; join 66 35 31; makeModerator 15 195 961; lowerHand 206 89 1633; raiseHand 133 79 35; settle 89 177 923',
    ),
  },
  {
    seed: 29,
    what: 'an invitation is taken up after the moderator who gave it is gone',
    steps: read(
      'join 1 96 700; join 1 24 700; join 1 230 700; join 1 133 700; settle 1 155 700; invite 1 227 700; accept 1 123 700; invite 1 82 700; accept 1 77 700; makeModerator 255 46 654; invite 140 172 1119; join 99 113 3189; knockYes 140 219 9428; raiseHand 148 98 12157; invite 232 86 26; offline 112 222 15; relayCrash 22 65 859; replay 78 75 230; invite 248 200 1055; invite 239 56 10047; relayCrash 15 7 659; unmuteSelf 59 248 2909; offline 139 196 12699; toAudience 170 13 974; unmuteSelf 1 59 121; actingCrash 244 218 658; lowerHand 92 122 339; unmuteSelf 158 88 64; lowerHand 221 195 35; accept 15 132 14967; invite 4 52 960; join 180 51 676; mute 117 9 1168; settle 184 61 30',
    ),
  },
  {
    seed: 44,
    what: 'two moderators answer the door at once',
    steps: read(
      'join 1 237 700; join 1 223 700; join 1 155 700; join 1 233 700; settle 1 226 700; invite 1 93 700; accept 1 65 700; invite 1 122 700; accept 1 135 700; sealOffStage 3 94 76; join 149 177 121; lowerHand 38 93 649; mute 188 131 993; muteSelf 138 244 640; replay 119 223 238; accept 211 140 971; raiseHand 132 82 1912; invite 7 217 503; raiseHand 188 58 199; unmuteSelf 124 94 771; offline 130 121 652; makeModerator 253 217 835; invite 128 166 431; quiet 111 179 2605; join 102 254 600; join 183 190 12; sleep 37 213 31; quiet 173 79 11910; rejoin 189 121 51; join 142 168 12915; invite 74 1 33; lowerHand 253 217 1105; invite 232 4 37; invite 208 225 23; join 192 115 4239; mute 112 231 455; relayCrash 235 54 580; makeModerator 42 148 953; accept 55 248 839; makeModerator 207 130 1124; replay 0 197 6579; invite 20 214 55; join 87 61 472; replay 210 63 5926; raiseHand 133 251 818; rejoin 202 195 593; invite 180 97 10298; accept 223 237 984; settle 32 153 4',
    ),
  },
  {
    seed: 51,
    what: 'control turns from one moderator without the tree to the other',
    steps: read(
      'join 1 16 700; join 1 246 700; join 1 224 700; join 1 8 700; settle 1 91 700; invite 1 187 700; accept 1 226 700; invite 1 237 700; accept 1 100 700; knockYes 108 121 114; join 41 240 832; replay 141 77 56; raiseHand 63 87 46; raiseHand 43 101 3118; invite 109 179 927; removedReturns 187 131 1098; offline 23 213 863; invite 190 5 6; rejoin 75 134 45; makeModerator 19 146 3851; muteSelf 31 212 468; makeModerator 213 52 1028; freeze 70 143 59; accept 85 173 1001; knockYes 69 79 253; removedReturns 55 200 934; mute 62 90 673; accept 112 214 665; join 219 131 205; accept 191 93 345; quiet 205 34 2688',
    ),
  },
  {
    seed: 63,
    what: 'all stewards crash while people come back from a lost network',
    steps: read(
      'join 1 251 700; join 1 198 700; join 1 223 700; join 1 58 700; settle 1 52 700; invite 1 99 700; accept 1 85 700; invite 1 150 700; accept 1 59 700; removedReturns 73 207 58; replay 70 137 8; quiet 25 55 518; knockYes 215 12 4189; join 218 13 3691; leaveStage 244 241 24; makeModerator 61 40 3802; invite 150 59 893; knockYes 31 89 10; accept 47 90 37; mute 207 158 12636; falseCommand 19 211 237; makeModerator 15 71 830; invite 143 181 25; accept 61 167 36; falseCommand 8 67 420; join 185 166 1153; invite 131 226 148; settle 167 245 35; sealOffStage 176 47 621; falseCommand 241 90 29; join 35 196 18; raiseHand 66 177 57; muteSelf 75 206 35; raiseHand 45 242 122; leaveStage 88 253 1089; makeModerator 149 51 767; sealOffStage 243 216 8758; toAudience 134 241 1088; accept 131 53 119; muteSelf 142 209 13; makeModerator 60 180 690; quiet 38 123 1190; raiseHand 11 198 7675; quiet 194 166 640; replay 10 91 14; stewardsCrash 34 20 664; invite 64 101 1020; offline 16 65 987; dismissHand 137 110 14529; settle 184 122 1139',
    ),
  },
  {
    seed: 75,
    what: 'a speaker is made moderator while it is away, and its maker leaves',
    steps: read(
      'join 1 79 700; join 1 135 700; join 1 85 700; join 1 128 700; settle 1 196 700; invite 1 229 700; accept 1 74 700; invite 1 53 700; accept 1 204 700; muteSelf 234 28 12224; knockYes 193 60 6005; removedReturns 90 66 1075; join 120 198 356; remove 143 139 468; remove 183 94 776; invite 131 61 1152; remove 93 254 920; stewardsCrash 154 149 24; accept 50 126 1084; muteSelf 98 150 190; invite 107 1 800; offline 252 37 2605; join 197 101 891; toAudience 21 80 113; remove 33 37 16; quiet 39 142 245; join 162 138 7376; join 249 23 31; offline 184 134 208; join 252 92 6; replay 83 146 9528; muteSelf 124 55 971; invite 162 30 2636; maliciousRelay 218 224 1013; invite 151 211 839; leave 213 122 19; join 123 85 56; makeModerator 163 244 13; leave 85 54 206; toAudience 1 208 859; toAudience 21 24 737; toAudience 108 75 6; accept 156 154 1552; knockYes 41 181 306; falseCommand 86 81 995',
    ),
  },
  {
    seed: 82,
    what: 'a named moderator was away when the log was sent to it',
    steps: read(
      'join 1 254 700; join 1 81 700; join 1 106 700; join 1 76 700; settle 1 113 700; invite 1 83 700; accept 1 181 700; invite 1 86 700; accept 1 65 700; leave 237 117 35; rejoin 134 2 403; makeModerator 55 106 59; accept 187 185 1148; invite 100 236 501; maliciousRelay 95 72 13; accept 52 181 34; removedReturns 134 24 303; replay 197 133 6; leave 0 59 476; muteSelf 121 113 14; quiet 76 147 508; removedReturns 160 196 40; sealOffStage 206 11 570; makeModerator 79 31 368; sleep 163 59 382; makeModerator 55 148 10293; knockYes 171 203 2949; makeModerator 74 199 403; unmuteSelf 230 224 7; offline 206 121 1082; join 60 48 3813; makeModerator 25 119 3673; knockYes 82 96 24; settle 147 33 27; makeModerator 204 177 23; invite 195 221 953; invite 64 130 45; settle 37 171 5; toAudience 32 185 1012; remove 78 5 47; raiseHand 36 6 930; join 165 114 17; mute 5 170 11415; remove 50 53 633; accept 139 48 730; raiseHand 247 169 44; mute 0 191 12598; raiseHand 191 51 58; lowerHand 56 76 54; actingCrash 29 65 39; invite 153 161 171; mute 78 98 48; offline 18 151 39; remove 28 142 42; accept 112 82 453; makeModerator 201 66 28; actingCrash 197 9 809; invite 128 32 0; settle 133 40 882; mute 122 80 48; accept 132 188 956; sleep 75 152 14198; makeModerator 223 184 99; remove 176 139 10; muteSelf 110 38 61; sleep 26 178 1731; quiet 7 168 218; relayCrash 234 163 14; quiet 192 112 36; replay 19 230 475; knockYes 94 38 6016; unmuteSelf 212 104 53; join 79 26 45; offline 217 145 3357; replay 212 56 266; makeModerator 14 217 1383; unmuteSelf 27 215 1052; toAudience 59 152 63; accept 94 223 324; vanish 12 176 90',
    ),
  },
];

type Example = { readonly seed: number; readonly what: string; readonly steps: readonly Step[] };

/** `deed who whom wait; ...` */
function read(text: string): Step[] {
  return text.split('; ').map((line) => {
    const [deed, who, whom, wait] = line.split(' ');
    return { do: deed as Deed, who: Number(who), whom: Number(whom), wait: Number(wait) };
  });
}
