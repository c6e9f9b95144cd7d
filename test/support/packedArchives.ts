import { gunzipSync } from 'node:zlib';

/**
 * Archives that other programs made (November 2026), gzipped once more to be short. In them are `a/one`, which is "one" and a line end, `a/b/two`, which is
 * 3,000 times "x", the empty `a/empty`, and `a/nnn...`, a name of 120 letters, which is "long" and a line end; not all of them in each.
 */
const PACKED = {
  /** Info-ZIP zip 3.0: zip -X -r. */
  infoZip:
    'H4sIAAAAAAACAwvwZmbhYgCBdKGyWAYkwATEifoBOOVZwPJJYBUiQDYHWMVz8XczQLwd3AwM7FAVJeX5bw8aMgJ5hxbc6s7n5V/AwNBQzoxq9PwV4j9YoMaygjXm56UCERduF0DMT80tKKlEVRRQ0VrICjWnCqwob4BATn5eOtAHjExyzLhDGQIEGN46MkDDHLd6FhT1CvA4AOnAHQsgAAr/JY1OiDhBtwY9BhCaqmHxgc9l7EjsJY2LkOMGVRN67CDsOT6gcRXgzcoGcgsbEC4HOigF5CgGACc5qdAhAwAA',
  /** Info-ZIP zip 3.0, from and to a pipe: zip -X -. */
  infoZipStreamed:
    'H4sIAAAAAAACAwvwZmbRZQCBdKGy2PkrxH/8hwJGBhEGXUYGAQYWBgiA0fl5qVwB3oxMcsyoGlmgahih6kB0gyCIpRvgzcamAxWGaWNAUwoC+lDaHEoD9bGD6DQkdQHerGwQNiNYPUQtALsQkdPIAAAA',
  /** Info-ZIP zip 3.0: zip -P. */
  encrypted:
    'H4sIAAAAAAACAwvwZmbhYuBkYGBIFyqLnb9C/IcAkM0CxKxAnKifn5f6sd+7Kazkygs5cdPc3Jn35QO82TmQFQZ4MzLJMeM2BAQYgXhJIwPMyABvVjaIMCODMZB2BisDAM/RA2WMAAAA',
  /** Info-ZIP zip 3.0: zip -y, a symbolic link and a file. */
  symbolicLink:
    'H4sIAAAAAAACAwvwZmbhYgCBdKGy2I9tOVXMQDYIswFxon5OZl52fl5qAIqy+SvEf7AA2SDMClYGVAJEXAHejExyzLjNg4H/CxngpqPrQTccBBiBeEmjOsyqAG9WsGlMQJgOpP3ARgMAgCbA7ssAAAA=',
  /** Python zipfile, LZMA. */
  lzma: 'H4sIAAAAAAACAwvwZmaxZ2Bi4GNgYFAMmL9C/Ic4kMUCxKxAnKifn5fKycLKEMvA0MDAYD6748zv6+z///8+6sAQ4M3IZM+MWy8MNDAywEwK8GZlA3EYgdAYSFuBlQEAvO3E74MAAAA=',
  /** Python zipfile to a pipe: zip64, sizes behind the bytes. */
  pythonStreamed:
    'H4sIAAAAAAACAwvwZmbRZeBgAAHFABD5HwpYGUQYEvXz81IZGQQY0AFQmCvAm51j/grxHyxQMRgdgNNIdrCRSfol5fnYDK0YBaNgFIyCUTAKRsEoGAWjYBQMegDqCDwXfzdjBzekHQ+jA7wZmXSZEV0BWGcBhFmR2v0NjCAS3NdA1wIzFoTZUbQEg7WA+xIB3qxsIEEmIMwA0jE8oK4FAA81jJXaDAAA',
  /** Python zipfile, a name in UTF-8. */
  utf8Name:
    'H4sIAAAAAAACAwvwZmYRYWDgYAACxYD5K8R/sABZIMwPxL6H9+TkpBbFOeblJepf2Jafl8oV4M3IJMKMWwsMNDAyYBoQ4M3KBhJmBEJbIG0I1gAAuByYHoQAAAA=',
  /** GNU tar 1.34 --format=gnu: a folder, long name, a symbolic link. */
  gnuTar:
    'H4sIAAAAAAACA+3ZTQ6CMBQE4K49RU9A6e/begAugQkxRixGMertre5sMMTEFpPOt2n3w9A+aAVLrg7I2tcaxOvE3kllGbcsg8t5bE+cs0K1YiP+MH9tHPLPlf94HZLn74z5lL91FOdPUirGa+Sf3A0AAAAAAP7e7+a/7nAc70vOfxN7kmQw/+WZ//ud32f4/kP0Tf62doyrwXfIP61KVGLdDH7bpHsM5vovScf507P/Dfqfof9+IQwKyX/+/Lfv/ddaWofzP4c+vPpXqEHB/U9/yZrvv4n//zml0f8cQvqoPwAAQGEey9lyTwAoAAA=',
  /** GNU tar 1.34 --format=pax -z, of the same. */
  paxTarGz:
    'H4sIAAAAAAACAwH5AQb+H4sIAAAAAAAAA+3a3W6CMBgGYI65Cq5A+vdROPB8h7uFupHNTNEoy9zdr3AigqbR0E7xfQ6ESGKrzfe2Np2lr+bwUpr3crdPTeQFszKl2qvVvzKm5fG+eZ8zxXiUHPx059T3vjY723yItu6QZImpl+tyznVBkkv7MstUTpQXeR6LInkbPpV2MIni/+46jMCk/ttoS5zocv0P7rUSFCXkv2vj1X//yz0I083/hZ823PmvBvmfZcj/EM7mv+RNwqsitk8H+a9yWRQFzzEBTIFJF95ngBvyP1MZ8j+EZvw7M0D9sxm/jevznwutkf8hnM9/IqFJiQv5r9vZgSP/J6Cpfy9F3+Gof8o0G6z/uIiSIDX55Pl/AAAAAACAuzfW+v9k/79cb+vfsT756Ib9H8Uk9n9CwP7PczO+ir7DWf/9e86UjQTs/wRwkv+rZfXloQ13/vfP/3CB8z9hnD//o5kkJgjnfybP+Cr6jrbEtb4i/7kNjCgRm6r027MI+d/N/8oPV/7L/vhLyQjnf4LgUiRbU3/Oja/Rd4qv/w9yPKH037/fowsx7M71H6Ne/duxzbD+D2G1qT5QRM/rZP73tN5y1v9w/48JzP9B3LL/h/O/02F8FX2He/4fnP/nQmL+D8GOPuoYAAAAAAAAAAAAAGBi/gBOXcsaAFAAAIVM5U75AQAA',
  /** GNU tar 1.34 --format=ustar -z. */
  ustarTgz:
    'H4sIAAAAAAACA5Pv5mAAA+a31w25GhREjn185neR94qRdb9jtqNk6R8534eXBNIO/t9uU/jBdmL+hdWZMl1bthRcmxd6JPTG6ahvvWalwSFWH2OWl3LWTfvmf75T/7vwp1+p7yQn9Ifv5bo9Zctx33/R119a/L925cl/XmugTQ3nT//NZ4CCmtuM6Z5vtjFoMDAAALdc6eWLAAAA',
  /** GNU tar 1.34 -z, a hard link. */
  hardLink:
    'H4sIAAAAAAACA5Pv5mAAA+a3Vw5yNSjwNCSet23NXzDp6mceLivViL31i4NLVkx2/VI/nVc2RyE4ZhZb8LTw3J7qkOcrHile//wgOVb6Nff5rdHPXTdtVVu+Jebq3bv1U/bVff3GU9G/I7Aoftvxv//mfxKQui8p/aTx/Mvnv/kZEKAh/zaDSldPFIMGAwMAuZQNAooAAAA=',
  /** GNU tar 1.34 --format=gnu -S -z, a file with a hole. */
  gnuSparse:
    'H4sIAAAAAAACA5Pv5mAAA+a3lwO5mBQFGhLnW7ea35iYttdD/cPC6zx3FzxOdxSJznmqJPTn/ukDPQsW+0l8Mlyyx5zX82Fo/sYZxw9Jmue5loiEph+p1NXcnV25YnfwPKdN15ZILF9aOv/V1XV/X8+WrnxyNzjuWs6DuO7nX3kf9Lcqys3i2/8z7V+p2f9F96SjP16vv17777fW+v0va9kYkMCV3Qx/cyqvMWgwMAAAlBWPA6kAAAA=',
  /** GNU tar 1.34 --format=pax -S -z, a file with a hole. */
  paxSparse:
    'H4sIAAAAAAACAwFeAaH+H4sIAAAAAAAAA+3Xz26CQBAGcM77FDwB7rB/gIPXtqemSdMHmLR7oFFowCamT99Ra0rQygWptt/vIMmOG9Dhk5FnD7y+C/wSmnbWvnHThmhsWnhrt0fRP2qjKSJntLZOW0uRJnLeR/F69Cs54r1dcSOXMsW5LlCaxrf3T8mu88mSX+tmTqq3WlayqlWad1crXoY5f90zylC31gRetOVHmJO2ucsyZXS8XJWygbLCGTLyknhXyF3hHG2qfFD15rv6/PPe3/4CrxzPpG2P267dlIuQ2NzkY/8ODOSf9EH+pbE2iifJ5D7/TV2vTr1vqN7/cFciVbuIekVqH1aNUP0bkzxj4WJxd/6rq/GHv2h4/iOT9uc/7SzmvykcG8xkBiiKgnJ3fDBz7uRgZm0u+z2eIVeBzxX6jqH8S/D7+c82//8w/52fdB9JBQAAAAAAAAAAAAD4Yz4B2SIZaAAoAABgzCQ9XgEAAA==',
  /** gzip -n. */
  gz: 'H4sIAAAAAAACA5Pv5mAAA+bT572fMjHMXyH+gwUoAgA7sVslGAAAAA==',
} as const;

export type PackedName = keyof typeof PACKED;

export function packedArchive(name: PackedName): Buffer {
  return gunzipSync(Buffer.from(PACKED[name], 'base64'));
}
