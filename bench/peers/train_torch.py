"""How fast PyTorch trains a masked network on one thread, in images per second: what bench/speed.ts measures ours beside.
Needs Debian's python3-torch and libopenblas0-pthread. usage: train_torch.py conv-2|mini-conv-2 BATCH
Each line of its input, a number of seconds, is answered by a measurement of that length."""
import sys, time, torch, torch.nn as nn
name, batch = sys.argv[1], int(sys.argv[2])
side, filters, units = (32, 64, 256) if name == 'conv-2' else (16, 16, 64)
torch.set_num_threads(1)
net = nn.Sequential(nn.Conv2d(3, filters, 3, padding=1), nn.ReLU(), nn.Conv2d(filters, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                    nn.Flatten(), nn.Linear(filters * side * side // 4, units), nn.ReLU(), nn.Linear(units, units), nn.ReLU(),
                    nn.Linear(units, 10)).to(memory_format=torch.channels_last)
weights = [p for p in net.parameters() if p.dim() > 1]
masks = [(torch.rand_like(w) < .3).float() for w in weights]
opt = torch.optim.Adam(net.parameters(), 2e-4)
x = torch.rand(batch, 3, side, side).to(memory_format=torch.channels_last); y = torch.randint(0, 10, (batch,))
def step():
    opt.zero_grad(); nn.functional.cross_entropy(net(x), y).backward(); opt.step()
    with torch.no_grad():
        for w, m in zip(weights, masks): w.mul_(m)
for _ in range(3): step()
for line in sys.stdin:
    seconds, start, n = float(line), time.time(), 0
    while time.time() - start < seconds: step(); n += 1
    print(n * batch / (time.time() - start), flush=True)
