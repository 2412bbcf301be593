"""Masked networks in PyTorch, one trial by itself or several stacked, with one step of training each. The networks, Adam and
masks are those that bench/gpu/train.ts trains; a trial's weights, masks and images follow from its number alone."""
import torch, torch.nn as nn, torch.nn.functional as F

SHAPES = {'conv-2': (32, 64, 256), 'mini-conv-2': (16, 16, 64)}  # side, filters, units


class Trial:
    """One network: the layers with parameters, masks of its weights (0 or 1), a batch x (image, channel, row, col), labels y."""

    def __init__(self, name, batch, density, number, device):
        side, filters, units = SHAPES[name]
        torch.manual_seed(number)
        self.layers = [nn.Conv2d(3, filters, 3, padding=1), nn.Conv2d(filters, filters, 3, padding=1),
                       nn.Linear(filters * side * side // 4, units), nn.Linear(units, units), nn.Linear(units, 10)]
        self.masks = [(torch.rand_like(layer.weight) < density).float() for layer in self.layers]
        self.x, self.y = torch.rand(batch, 3, side, side), torch.randint(0, 10, (batch,))
        with torch.no_grad():
            for layer, mask in zip(self.layers, self.masks): layer.weight.mul_(mask)
        self.layers = [layer.to(device) for layer in self.layers]
        self.masks, self.x, self.y = [m.to(device) for m in self.masks], self.x.to(device), self.y.to(device)


def optimiser(parameters, device):
    kind = {'fused': True, 'capturable': True} if device == 'cuda' else {}
    return torch.optim.Adam(parameters, 2e-4, eps=1e-8, **kind)


def stepper(loss_of, weights, biases, masks, device):
    """A step: it returns the loss (or one per stacked trial) that it had before."""
    adam = optimiser(weights + biases, device)

    def step():
        adam.zero_grad(set_to_none=True)
        losses = loss_of()
        losses.sum().backward()
        adam.step()
        with torch.no_grad(): torch._foreach_mul_(weights, masks)
        return losses.detach()
    return step


def single(trial, device, wrap=lambda function: function):
    """Channels-last, as PyTorch advises. @param wrap torch.compile, or nothing"""
    conv1, conv2, dense1, dense2, output = trial.layers
    net = nn.Sequential(conv1, nn.ReLU(), conv2, nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), dense1, nn.ReLU(), dense2, nn.ReLU(),
                        output).to(memory_format=torch.channels_last)
    x, y = trial.x.to(memory_format=torch.channels_last), trial.y
    loss = wrap(lambda: F.cross_entropy(net(x), y))
    weights, biases = [l.weight for l in trial.layers], [l.bias for l in trial.layers]
    masks = [m.to(memory_format=torch.channels_last) if m.dim() == 4 else m for m in trial.masks]
    return stepper(loss, weights, biases, masks, device)


def stacked(trials, device, layout, wrap=lambda function: function):
    """All trials in one network: convolutions in groups (layout channels-last or planar) or as products of matrices
    (layout matrices), dense layers as batches of products."""
    count, batch, side = len(trials), len(trials[0].y), trials[0].x.shape[-1]
    form = torch.channels_last if layout == 'channels-last' else torch.contiguous_format
    columns = list(zip(*[t.layers for t in trials]))
    leaf = lambda value: value.detach().clone().requires_grad_()
    weights = [leaf(torch.cat([l.weight for l in c]).contiguous(memory_format=form)) for c in columns[:2]]
    weights += [leaf(torch.stack([l.weight for l in c])) for c in columns[2:]]
    biases = [leaf(torch.cat([l.bias for l in c])) for c in columns[:2]]
    biases += [leaf(torch.stack([l.bias for l in c]).unsqueeze(1)) for c in columns[2:]]
    masks = [torch.cat(m).contiguous(memory_format=form) for m in list(zip(*[t.masks for t in trials]))[:2]]
    masks += [torch.stack(m) for m in list(zip(*[t.masks for t in trials]))[2:]]
    images = torch.stack([t.x for t in trials])  # (trial, image, channel, row, col)
    y = torch.cat([t.y for t in trials])
    in_groups = layout != 'matrices'
    x = images.transpose(0, 1).flatten(1, 2).contiguous(memory_format=form) if in_groups else images.flatten(0, 1)

    def convolve(h, weight, bias):
        if in_groups: return F.relu(F.conv2d(h, weight, bias, padding=1, groups=count))
        patches = F.unfold(h, 3, padding=1).view(count, batch, -1, h.shape[2] * h.shape[3])
        sums = weight.view(count, 1, -1, patches.shape[2]) @ patches + bias.view(count, 1, -1, 1)
        return F.relu(sums.view(count * batch, -1, h.shape[2], h.shape[3]))

    def losses():
        h = F.max_pool2d(convolve(convolve(x, weights[0], biases[0]), weights[1], biases[1]), 2)
        if in_groups: h = h.reshape(batch, count, -1).transpose(0, 1)
        h = h.reshape(count, batch, -1)
        for at in (2, 3, 4):
            h = torch.baddbmm(biases[at], h, weights[at].transpose(1, 2))
            if at < 4: h = F.relu(h)
        return F.cross_entropy(h.flatten(0, 1), y, reduction='none').view(count, batch).mean(1)
    return stepper(wrap(losses), weights, biases, masks, device)
