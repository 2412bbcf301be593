"""Ways in which PyTorch can train several trials at the same time on one device."""
import torch
from torch_networks import Trial, single, stacked


def capture(step):
    """The step as a CUDA graph, after some steps to warm up."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3): step()
    torch.cuda.current_stream().wait_stream(side)
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph): step()
    return graph.replay


def on_own_stream(replay):
    stream = torch.cuda.Stream()

    def run():
        with torch.cuda.stream(stream): replay()
    return run


def one_after_another(steps):
    def run():
        for step in steps: step()
    return run


def compiled(function):
    if not hasattr(torch, 'compile'): raise RuntimeError('this PyTorch has no torch.compile')
    return torch.compile(function)


def build(name, batch, density, arrangement, trials, device):
    """A function that takes one step of every trial."""
    layout, _, manner = arrangement.partition(', ')
    if 'graph' in manner and device != 'cuda': raise RuntimeError('CUDA graphs need CUDA')
    wrap = compiled if 'compiled' in manner else (lambda function: function)
    end = capture if 'graph' in manner else (lambda step: step)
    parts = [Trial(name, batch, density, number, device) for number in range(trials)]
    if layout.startswith('stacked'): return end(stacked(parts, device, layout.removeprefix('stacked '), wrap))
    steps = [end(single(part, device, wrap)) for part in parts]
    return one_after_another([on_own_stream(step) for step in steps] if layout == 'side by side' else steps)


def compare(name, batch, density, trials, device, steps=3):
    """Largest relative difference of the losses of stacked trials from those of trials by themselves, per layout."""
    parts = lambda: [Trial(name, batch, density, number, device) for number in range(trials)]
    alone = [single(part, device) for part in parts()]
    expected = torch.stack([torch.stack([step() for step in alone]) for _ in range(steps)])
    differences = {}
    for layout in ('channels-last', 'planar', 'matrices'):
        together = stacked(parts(), device, layout)
        found = torch.stack([together() for _ in range(steps)])
        differences[layout] = ((found - expected).abs() / expected).max().item()
    return {'trials': trials, 'steps': steps, 'largestRelativeDifference': differences}
