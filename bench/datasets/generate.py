"""Writes a made-up set of the published size and form, by numpy, scipy, PIL and tarfile. usage: generate.py KIND FOLDER"""
import io, os, pickle, sys, tarfile
import numpy as np

kind, folder = sys.argv[1:3]
os.makedirs(folder, exist_ok=True)
rng = np.random.RandomState(1)
names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']


def pictures(count):
    """Smooth colours with some noise: PNG and deflate make about as much of them as of photographs."""
    coarse = rng.randint(0, 256, (count, 5, 5, 3))
    at = np.linspace(0, 3.999, 32)
    low, share = at.astype(int), at % 1
    rows = coarse[:, low] * (1 - share)[None, :, None, None] + coarse[:, low + 1] * share[None, :, None, None]
    both = rows[:, :, low] * (1 - share)[None, None, :, None] + rows[:, :, low + 1] * share[None, None, :, None]
    return np.clip(both + rng.randint(-6, 7, both.shape), 0, 255).astype(np.uint8)


def add(tar, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def batches():
    for name in ['data_batch_%d' % (i + 1) for i in range(5)] + ['test_batch']:
        yield name, pictures(10000).transpose(0, 3, 1, 2).reshape(10000, 3072), rng.permutation(np.arange(10000) % 10)


if kind == 'cifar10-python':
    with tarfile.open(folder + '/set.tar.gz', 'w:gz', compresslevel=1) as tar:
        for name, data, labels in batches():
            content = pickle.dumps({'labels': labels.tolist(), 'data': data, 'filenames': ['%05d.png' % i for i in range(10000)]}, 2)
            add(tar, 'cifar-10-batches-py/' + name, content)
if kind == 'cifar10-binary':
    with tarfile.open(folder + '/set.tar.gz', 'w:gz', compresslevel=1) as tar:
        for name, data, labels in batches():
            content = np.concatenate([labels.astype(np.uint8)[:, None], data], 1).tobytes()
            add(tar, 'cifar-10-batches-bin/' + name + '.bin', content)
if kind == 'svhn':
    import scipy.io
    for name, count in [('train', 73257), ('test', 26032)]:
        images = np.concatenate([pictures(5000) for _ in range(-(-count // 5000))])[:count]
        labels = (np.arange(count) % 10 + 1).astype(np.uint8)[:, None]
        scipy.io.savemat(folder + '/%s_32x32.mat' % name, {'X': images.transpose(1, 2, 3, 0), 'y': labels}, do_compression=True)
if kind == 'cinic10':
    from PIL import Image
    with tarfile.open(folder + '/set.tar.gz', 'w:gz', compresslevel=1) as tar:
        for part in ['train', 'valid', 'test']:
            for label in names:
                for i, image in enumerate(pictures(9000)):
                    content = io.BytesIO()
                    Image.fromarray(image).save(content, 'png')
                    add(tar, './%s/%s/n%08d_%d.png' % (part, label, rng.randint(1e8), i), content.getvalue())
