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
  {
    seed: 5137,
    what: 'whoever comes back missed both the last moderator and the one after it',
    steps: read(
      'join 1 150 700; join 1 110 700; join 1 8 700; join 1 102 700; settle 1 42 700; invite 1 203 700; accept 1 240 700; invite 1 254 700; accept 1 159 700; toAudience 70 142 139; offline 231 196 423; sealOffStage 45 247 24; offline 227 165 1018; invite 143 253 19; toAudience 249 32 1603; falseCommand 235 137 119; accept 209 24 32; join 131 97 38; leave 72 105 3720; invite 173 183 575; remove 56 115 5438; rejoin 238 35 469; quiet 14 166 14028',
    ),
  },
  {
    seed: 5207,
    what: 'people are invited on stage by a moderator who is gone before it signs them',
    steps: read(
      'join 1 15 700; join 1 46 700; join 1 251 700; join 1 13 700; settle 1 28 700; invite 1 136 700; accept 1 140 700; invite 1 224 700; accept 1 131 700; mute 15 194 3; invite 145 187 2881; knockYes 122 217 1029; join 52 97 335; settle 119 71 206; join 38 47 405; vanish 18 198 5; raiseHand 99 75 3471; invite 216 10 1151; muteSelf 183 28 873; offline 137 217 204; raiseHand 166 64 1; invite 46 173 1128; join 236 90 705; makeModerator 100 101 974; settle 241 146 204; actingCrash 203 113 244; mute 236 14 3147; leaveStage 188 165 576; sleep 22 206 482; makeModerator 186 175 59; invite 173 8 30; sealOffStage 18 44 429; accept 47 233 4046; accept 92 255 4674; join 178 95 385; muteSelf 60 177 313; makeModerator 187 166 429; join 145 14 76; sleep 153 0 796; decline 57 235 40; join 17 54 866; offline 45 177 323; knockYes 116 236 12798; toAudience 74 194 677; sealOffStage 53 86 14663; freeze 158 133 552; raiseHand 201 244 1181; accept 66 45 10496; makeModerator 134 242 12384; quiet 249 112 56; invite 222 215 1144; join 6 193 475; accept 48 185 953; offline 233 184 13; join 83 142 1181; settle 109 47 5371',
    ),
  },
  {
    seed: 5469,
    what: 'the keys of a generation whose maker a returning listener never saw as moderator',
    steps: read(
      'join 1 198 700; join 1 1 700; join 1 227 700; join 1 179 700; settle 1 122 700; invite 1 221 700; accept 1 201 700; invite 1 238 700; accept 1 46 700; accept 115 196 844; raiseHand 73 33 2997; offline 17 75 41; toAudience 100 53 19; raiseHand 97 195 714; sealOffStage 149 111 705; knockYes 168 83 5; accept 128 159 245; raiseHand 65 37 271; accept 17 100 643; unmuteSelf 245 14 623; maliciousRelay 188 132 41; join 241 142 3561; join 179 19 511; invite 33 234 327; makeModerator 91 103 46; accept 15 182 884; leaveStage 2 205 1026; invite 58 50 1551; makeModerator 185 204 18; rejoin 182 46 371; makeModerator 109 161 1208; join 74 143 278; sleep 112 167 585; dismissHand 60 220 1068; raiseHand 203 30 0; falseCommand 250 73 1171; actingCrash 102 228 279; accept 75 200 314; replay 34 169 792; invite 9 1 12866; accept 23 204 129; replay 67 181 29; relayCrash 141 184 927; raiseHand 34 72 15; join 123 175 926; toAudience 50 141 435; settle 27 2 399',
    ),
  },
  {
    seed: 5543,
    what: 'whoever comes back has not seen the moderator who signs now',
    steps: read(
      'join 1 125 700; join 1 103 700; join 1 249 700; join 1 134 700; settle 1 209 700; invite 1 20 700; accept 1 254 700; invite 1 198 700; accept 1 95 700; quiet 224 106 553; invite 152 112 37; sleep 192 197 554; knockYes 120 228 27; knockNo 172 202 941; accept 243 64 106; removedReturns 148 238 512; unmuteSelf 6 222 8; relayCrash 211 246 326; maliciousRelay 20 233 682; falseCommand 137 98 2511; raiseHand 228 24 623; remove 50 1 13869; offline 151 157 12819; sleep 82 51 41; invite 253 29 41; invite 70 93 376; sleep 113 117 29; knockYes 28 29 4681; actingCrash 110 166 1586; unmuteSelf 238 21 809; leaveStage 209 135 921; accept 143 88 722; join 188 132 13534; knockYes 40 13 8; join 8 252 1104; accept 28 5 129; invite 89 179 358; quiet 8 92 922; lastModeratorLeaves 72 128 276; sleep 211 23 6591; join 115 85 211; unmuteSelf 108 211 879; dismissHand 115 254 292; makeModerator 65 95 52; makeModerator 75 34 302; join 229 99 48; muteSelf 210 8 21; lowerHand 99 241 675; leaveStage 164 47 804',
    ),
  },
  {
    seed: 20199,
    what: 'orders and facts go down with a dead socket of the steward that acts next',
    steps: read(
      'join 1 254 700; join 1 69 700; join 1 45 700; join 1 115 700; settle 1 179 700; invite 1 195 700; accept 1 62 700; invite 1 131 700; accept 1 121 700; falseCommand 137 155 7; join 247 85 278; settle 151 98 921; knockYes 15 49 30; stewardsCrash 129 53 25; settle 252 193 46; join 110 36 38; accept 141 224 568; accept 255 201 12388; mute 59 37 986; toAudience 64 247 1120; offline 36 4 17; accept 61 37 1152; unmuteSelf 153 83 183; knockYes 165 55 69; unmuteSelf 167 176 2; invite 245 137 31; quiet 146 199 532; invite 73 62 37; relayCrash 196 192 46; raiseHand 62 171 18; offline 16 8 1975; unmuteSelf 120 244 19; join 38 154 850; accept 216 251 338; raiseHand 122 190 297; offline 113 119 276; muteSelf 224 143 4; muteSelf 195 116 3; mute 166 22 6; invite 245 218 768; sealOffStage 155 197 48; stewardsCrash 93 239 62; invite 100 129 901; settle 234 69 20; decline 213 2 40; maliciousRelay 89 111 19; remove 70 203 728; invite 84 167 2047; accept 56 204 563; invite 55 227 324; accept 78 244 466; stewardsCrash 183 138 8291; mute 33 237 8012; raiseHand 78 162 51; join 126 197 643; join 143 232 27; invite 83 181 467; unmuteSelf 246 189 88; toAudience 226 141 12289; offline 224 66 46; raiseHand 28 136 6; offline 23 23 1804; replay 132 230 88; removedReturns 168 131 816; makeModerator 253 253 6; invite 149 67 9; muteSelf 234 143 36; sealOffStage 93 42 1015; makeModerator 71 44 615; invite 86 144 517; settle 75 208 278; accept 173 46 457; invite 136 82 59; knockYes 231 182 43; remove 110 218 809; invite 128 32 355; remove 36 212 12597; invite 153 246 1066; knockYes 195 202 120; quiet 3 100 3618',
    ),
  },
  {
    seed: 20361,
    what: 'a promotion that its steward could not know of when it signed',
    steps: read(
      'join 1 74 700; join 1 212 700; join 1 46 700; join 1 111 700; settle 1 235 700; invite 1 235 700; accept 1 32 700; invite 1 171 700; accept 1 52 700; remove 16 89 448; join 61 2 4539; lastModeratorLeaves 26 142 3813; accept 180 61 1524; leaveStage 64 44 696; muteSelf 222 25 67; toAudience 10 208 2366; invite 16 148 653; raiseHand 190 221 12159; remove 34 153 9164; falseCommand 153 66 661; settle 52 153 744; lowerHand 160 233 38; falseCommand 95 146 191; accept 58 206 8; invite 108 212 58; quiet 87 188 254; relayCrash 0 52 909; raiseHand 233 126 929; join 145 25 568; accept 176 15 31; quiet 143 16 22; unmuteSelf 72 157 4; makeModerator 146 69 10753; vanish 225 32 1965; quiet 192 59 35; accept 47 171 395; leave 0 7 3432; join 72 24 614; dismissHand 64 12 571; join 22 206 17; accept 127 153 166; offline 171 84 937; settle 193 174 832',
    ),
  },
  {
    seed: 20367,
    what: 'a certificate from before the generation that a returning listener knows',
    steps: read(
      'join 1 113 700; join 1 6 700; join 1 162 700; join 1 58 700; settle 1 242 700; invite 1 38 700; accept 1 150 700; invite 1 221 700; accept 1 134 700; vanish 192 6 985; mute 56 155 10955; invite 156 85 54; join 244 150 15; accept 38 239 345; accept 223 79 1153; join 83 204 6570; join 194 59 855; accept 142 79 4; replay 189 107 574; join 152 71 298; knockYes 139 184 6; accept 170 168 299; offline 178 213 56; relayCrash 87 253 629; toAudience 222 142 1098; vanish 4 8 607; offline 77 152 1072; falseCommand 240 98 492; accept 119 99 1167; makeModerator 17 171 235; knockYes 165 187 989; quiet 109 192 49; removedReturns 77 118 182; quiet 203 145 16; toAudience 7 123 16; offline 89 232 48; sleep 5 196 611; makeModerator 91 140 138; remove 205 214 8; raiseHand 49 225 277; makeModerator 38 214 41; raiseHand 152 94 252; mute 153 102 1919; mute 20 173 5; join 205 225 9; replay 193 179 39; accept 188 144 747; quiet 198 199 3792; raiseHand 141 85 1; invite 186 119 59; replay 121 124 1184; leave 195 207 583; join 206 170 477; sleep 218 130 45; relayCrash 194 23 618; join 161 153 5551; falseCommand 4 178 683; unmuteSelf 214 46 835; unmuteSelf 2 245 371; vanish 252 198 960; join 67 175 253; join 17 226 845; join 91 154 743; mute 72 80 10; maliciousRelay 123 193 367; lastModeratorLeaves 33 54 35; stewardsCrash 134 233 3984; offline 193 252 15; invite 36 112 50; join 161 135 762; makeModerator 59 167 59; raiseHand 112 178 846; leaveStage 174 227 302; replay 105 231 442; raiseHand 204 7 34; removedReturns 108 66 730; falseCommand 244 9 430; leave 232 236 985; accept 31 161 350; accept 96 19 47',
    ),
  },
  {
    seed: 100031,
    what: 'the last moderator sends the other one to the audience and leaves before it signs that',
    steps: read(
      'join 1 141 700; join 1 59 700; join 1 95 700; join 1 147 700; settle 1 80 700; invite 1 106 700; accept 1 108 700; invite 1 247 700; accept 1 151 700; knockYes 60 224 36; raiseHand 60 88 1056; makeModerator 32 67 55; falseCommand 248 2 1609; toAudience 72 8 59; leave 55 106 9; join 73 182 240; settle 252 23 3734',
    ),
  },
  {
    seed: 100260,
    what: 'a new steward hears that somebody unmuted, and of a mute after that whose moderator is gone',
    steps: read(
      'join 1 182 700; join 1 203 700; join 1 45 700; join 1 182 700; settle 1 240 700; invite 1 190 700; accept 1 111 700; invite 1 248 700; accept 1 248 700; accept 150 154 679; join 231 95 12070; invite 210 162 223; offline 64 14 58; leaveStage 104 238 1232; sealOffStage 191 145 18; unmuteSelf 244 192 9409; knockYes 62 86 302; muteSelf 134 111 8928; invite 55 27 1086; accept 195 193 620; accept 246 70 64; settle 82 35 386; settle 203 126 458; unmuteSelf 187 57 24; invite 88 186 52; relayCrash 23 151 343; offline 226 2 1084; join 36 146 57; settle 173 6 57; knockYes 250 13 10; offline 139 59 56; raiseHand 35 195 3473; invite 32 39 8; muteSelf 169 10 832; makeModerator 246 91 627; raiseHand 114 10 1134; raiseHand 235 25 1106; rejoin 38 42 3421; accept 195 205 42; sealOffStage 236 178 173; mute 6 153 522; invite 19 244 381; freeze 106 61 361; removedReturns 75 15 3016; unmuteSelf 30 201 1837; join 14 160 53; join 43 170 706; mute 172 243 7707; muteSelf 18 29 53; sleep 190 32 42; decline 52 192 1192; invite 104 172 359; replay 131 212 43; invite 188 83 27; join 117 169 964; raiseHand 145 233 589; leave 254 101 948; makeModerator 99 45 409; mute 168 195 782; maliciousRelay 174 31 3240; raiseHand 77 251 24; muteSelf 105 14 318; remove 36 191 2623',
    ),
  },
  {
    seed: 100336,
    what: 'the same with a steward that is made one much later',
    steps: read(
      'join 1 146 700; join 1 219 700; join 1 169 700; join 1 63 700; settle 1 134 700; invite 1 139 700; accept 1 116 700; invite 1 81 700; accept 1 144 700; removedReturns 114 28 14; invite 83 210 992; join 236 152 6937; invite 190 20 321; invite 53 67 1049; unmuteSelf 174 32 887; invite 34 227 679; raiseHand 20 30 7624; replay 213 8 603; accept 247 155 270; offline 144 91 860; muteSelf 23 77 16; join 10 42 14165; join 64 86 649; removedReturns 227 246 41; quiet 94 254 423; makeModerator 164 177 1303; quiet 57 224 14; knockYes 68 151 62; invite 114 97 746; rejoin 93 110 50; invite 97 94 23; mute 233 97 1009; join 97 65 53; accept 208 172 11; join 58 244 30; replay 217 225 1284; toAudience 169 51 37; invite 246 215 621; accept 158 129 752; remove 114 212 2; invite 214 175 641; unmuteSelf 62 37 44; offline 217 60 56; join 138 91 4151; leaveStage 210 130 352; offline 85 209 3176; raiseHand 194 185 937; leave 143 198 1689; quiet 161 86 2; muteSelf 87 106 924; freeze 241 221 29; raiseHand 192 189 13293; decline 140 252 449; join 114 188 18; invite 131 152 396; offline 76 188 829; maliciousRelay 208 73 15; invite 67 80 464; falseCommand 0 248 1158; toAudience 172 146 0; toAudience 94 43 16; accept 191 231 45; muteSelf 82 113 1155; leave 50 125 563; makeModerator 211 246 38; removedReturns 242 156 20; muteSelf 144 155 640; accept 165 177 286; relayCrash 22 63 42; removedReturns 145 128 4248; muteSelf 164 10 30; join 71 118 4; offline 150 138 14; vanish 7 161 38; maliciousRelay 51 125 735; invite 182 62 58; join 161 153 426; raiseHand 242 115 792; makeModerator 84 207 37; knockYes 200 218 2337',
    ),
  },
  {
    seed: 200165,
    what: 'a new moderator is to act before anybody signed its promotion, and somebody is removed',
    steps: read(
      'join 1 123 700; join 1 254 700; join 1 38 700; join 1 121 700; settle 1 217 700; invite 1 151 700; accept 1 128 700; invite 1 157 700; accept 1 243 700; unmuteSelf 134 252 9589; leaveStage 177 176 992; quiet 29 80 674; maliciousRelay 181 217 33; join 144 108 11576; makeModerator 198 98 8; accept 161 218 1127; invite 81 39 368; invite 16 255 47; lastModeratorLeaves 89 199 572; quiet 113 169 4495; invite 247 113 294; falseCommand 73 1 805; offline 134 24 2; join 252 165 30; join 145 191 430; sealOffStage 26 174 54; makeModerator 102 144 1115; knockYes 225 198 942; unmuteSelf 249 70 1060; raiseHand 81 128 2058; mute 133 91 228; quiet 38 208 14224; invite 223 57 701; accept 104 254 33; accept 73 251 22; freeze 200 35 0; makeModerator 6 47 26; sealOffStage 58 153 828; removedReturns 130 113 2167; invite 79 237 0; invite 184 75 3240; relayCrash 210 84 1100; invite 44 79 836; accept 6 98 40; accept 179 220 925; freeze 244 167 44; remove 221 154 11884',
    ),
  },
  {
    seed: 200258,
    what: 'the answer to an unmuting is lost with its socket',
    steps: read(
      'join 1 131 700; join 1 61 700; join 1 163 700; join 1 115 700; settle 1 86 700; invite 1 115 700; accept 1 202 700; invite 1 155 700; accept 1 15 700; join 57 133 49; muteSelf 165 191 5019; invite 94 146 949; invite 228 213 1091; mute 181 97 23; replay 25 227 518; unmuteSelf 227 37 51; sleep 253 7 917; invite 115 63 856; sleep 59 41 575; join 124 143 168; sleep 241 122 544; invite 189 43 862; lastModeratorLeaves 85 205 156; accept 110 143 1114; remove 215 213 1994; accept 72 200 327; accept 32 242 12; muteSelf 198 86 9; leave 1 94 1125; settle 248 130 11566',
    ),
  },
  {
    seed: 300635,
    what: 'somebody is let in by the keys of before while another steward begins a generation',
    steps: read(
      'join 1 38 700; join 1 247 700; join 1 118 700; join 1 86 700; settle 1 195 700; invite 1 74 700; accept 1 72 700; invite 1 195 700; accept 1 12 700; actingCrash 97 102 746; remove 80 225 628; actingCrash 233 0 40; accept 128 245 33; accept 64 131 42; remove 28 159 413; toAudience 31 43 49; quiet 152 180 639; muteSelf 42 97 1002; mute 254 109 424; replay 60 187 56; sealOffStage 211 122 22; accept 41 159 160; join 198 69 529; remove 251 118 59; unmuteSelf 205 56 3964; rejoin 15 132 681; lowerHand 89 117 18; sleep 140 68 57; join 83 212 672; invite 172 3 669; raiseHand 54 71 1581; toAudience 237 10 9; muteSelf 213 31 5; invite 127 227 796; knockYes 167 106 818; replay 191 6 2335; unmuteSelf 156 18 59; replay 102 58 633; unmuteSelf 236 93 582; removedReturns 72 23 23; invite 169 64 15; relayCrash 91 183 857; vanish 162 228 331; accept 11 63 594; decline 246 210 6222; raiseHand 180 225 8; leave 242 197 5; knockYes 94 151 975; makeModerator 53 29 1032; knockYes 38 52 810; unmuteSelf 50 177 1115; unmuteSelf 166 169 157; accept 242 149 266; sealOffStage 211 108 54; join 28 102 24; accept 72 243 605; join 241 151 218; invite 125 205 55; sealOffStage 206 4 607; decline 204 135 1156; lowerHand 220 46 0; invite 61 67 59; replay 147 96 504; replay 26 119 8; offline 203 4 20; knockYes 193 8 1756; muteSelf 116 124 56; offline 15 68 964; knockYes 29 40 96; sealOffStage 95 119 667; remove 249 141 30; leave 186 104 479; knockNo 2 42 756; replay 24 71 441; rejoin 30 227 878; dismissHand 40 32 1009; invite 55 161 298; muteSelf 139 27 559; join 191 142 7110; accept 53 111 662',
    ),
  },
  {
    seed: 9004,
    what: 'somebody is away while two epochs begin, and people write in the first of them',
    steps: read(
      'join 1 232 700; join 1 163 700; join 1 254 700; join 1 82 700; invite 1 14 700; remove 16 195 5; offline 167 32 56; join 223 147 475; say 251 68 46; accept 238 11 416; remove 44 211 3614',
    ),
  },
  {
    seed: 9086,
    what: 'the acting steward begins a generation, its socket is dead, and it tries again until it has lost what was accepted',
    steps: read(
      'join 1 207 700; join 1 244 700; join 1 12 700; join 1 6 700; settle 1 20 700; say 187 241 642; leave 252 189 935; say 74 121 2890; removedReturns 59 126 281; accept 117 217 21; pin 211 5 962; react 131 6 779; silence 123 215 46; toAudience 1 120 41; knockYes 7 252 59; falseCommand 195 83 51; raiseHand 196 45 2228; quiet 140 200 953; raiseHand 200 80 331; join 77 167 105; say 201 102 344; pin 27 216 48; join 149 185 148; knockYes 123 250 537; offline 129 69 4; unmuteSelf 167 20 166; raiseHand 63 4 8819; accept 138 134 1256; knockYes 57 39 50; maliciousRelay 156 167 2576; unmuteSelf 213 80 2880; join 97 62 885; accept 219 225 31; accept 138 192 119; join 132 247 40; hide 160 87 708; muteSelf 149 22 283; sealOffStage 144 122 474; vanish 77 178 35; makeModerator 47 123 825; offline 67 241 1129; invite 202 12 1054; knockYes 100 181 2416; removedReturns 69 195 954; offline 96 189 77; leave 124 234 9; sleep 108 50 42; accept 178 67 30; accept 15 198 1174; quiet 0 180 45; sealOffStage 75 121 13438; makeModerator 216 116 3032; replay 8 51 33; quiet 200 139 446; sealOffStage 136 240 431; muteSelf 122 66 30; invite 114 118 564; removedReturns 171 187 466; react 125 169 59; offline 104 104 483; say 20 126 865',
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
