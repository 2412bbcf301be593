/** README and LICENSE of each sample set, by file name. */
export const licences = {
  fashion: {
    'README.md': `# Fashion-MNIST, a sample

4,000 training and 1,000 test images (28×28, grey) of ten kinds of clothing: the first 400 and the first 100 images of
each class of Fashion-MNIST's own training and test set, in their original order, as IDX files.

Han Xiao, Kashif Rasul, Roland Vollgraf (2017). Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
Algorithms. arXiv:1708.07747. https://github.com/zalandoresearch/fashion-mnist

Licence: MIT, © 2017 Zalando SE; see LICENSE.
`,
    LICENSE: `The MIT License (MIT)

Copyright © 2017 Zalando SE, https://tech.zalando.com

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the “Software”), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED “AS IS”, WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`,
  },
  digits: {
    'README.md': `# Optical recognition of handwritten digits

All 1,797 images (8×8, grey) of the set's test part, as scikit-learn ships it, divided here: the first 150 of each
digit are 1,500 training images, the other 297 are test images; both in their original order. The values 0 … 16 are
scaled to 0 … 255 by round(value · 255 / 16). Nothing else was changed. The files are IDX.

E. Alpaydin, C. Kaynak (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning Repository.
https://doi.org/10.24432/C50P49

Licence: Creative Commons Attribution 4.0 International (CC BY 4.0); see LICENSE.
`,
    LICENSE: `Optical Recognition of Handwritten Digits
E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49

This data set is licensed under the Creative Commons Attribution 4.0 International licence (CC BY 4.0):
https://creativecommons.org/licenses/by/4.0/legalcode

You may share and adapt it for any purpose, provided that you give the credit above, link to the licence, and say
whether changes were made (README.md says which were made here).
`,
  },
}
