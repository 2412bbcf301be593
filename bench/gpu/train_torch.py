"""How fast PyTorch trains masked networks: what bench/gpu/train.ts measures ours beside.
usage: train_torch.py conv-2|mini-conv-2 BATCH DENSITY
Each line of the input is a JSON request, answered by one line of JSON: {"ask": "facts"}; {"ask": "check", "trials"}: whether
stacked trials learn what single ones do; {"ask": "speed", "arrangement", "trials", "tf32", "seconds"}: images a second over
all trials, set up and warmed up before the first measurement. What fails is answered by {"error"}."""
import json, sys, time, torch
from torch_arrangements import build, compare

name, batch, density = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
device = 'cuda' if torch.cuda.is_available() else 'cpu'
wait = torch.cuda.synchronize if device == 'cuda' else (lambda: None)
torch.backends.cudnn.benchmark = True
made = {}


def set_tf32(allowed):
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed


def seconds_of(step, times):
    wait()
    start = time.perf_counter()
    for _ in range(times): step()
    wait()
    return time.perf_counter() - start


def facts():
    cuda = device == 'cuda'
    return {'version': torch.__version__, 'device': torch.cuda.get_device_name() if cuda else 'CPU', 'cuda': torch.version.cuda,
            'cudnn': torch.backends.cudnn.version() if cuda else None, 'threads': torch.get_num_threads()}


def speed(arrangement, trials, tf32, seconds):
    if tf32 and device != 'cuda': raise RuntimeError('TF32 needs CUDA')
    set_tf32(tf32)
    key = (arrangement, trials, tf32)
    if key not in made:
        made[key] = build(name, batch, density, arrangement, trials, device)
        for _ in range(3): made[key]()
    step = made[key]
    few = 3 if device == 'cuda' else 1
    times = max(1, round(seconds / max(seconds_of(step, few) / few, 1e-6)))
    return {'imagesPerSecond': times * trials * batch / seconds_of(step, times)}


def check(trials):
    set_tf32(False)
    return compare(name, batch, density, trials, device)


for line in sys.stdin:
    request = json.loads(line)
    ask = request.pop('ask')
    try:
        answer = {'facts': facts, 'speed': speed, 'check': check}[ask](**request)
    except Exception as thrown:
        answer = {'error': (str(thrown).strip() or type(thrown).__name__).splitlines()[0][:300]}
    print(json.dumps(answer), flush=True)
