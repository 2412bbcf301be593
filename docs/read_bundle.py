"""Reads a Ticketscope bundle with nothing but numpy. Format: bundle-format.md."""
import json
import sys
import zipfile

import numpy


def read_tensors(data):
    """The tensors of a safetensors file, by name."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    types = {"U8": "u1", "F32": "<f4"}
    body = data[8 + size :]
    return {
        name: numpy.frombuffer(body[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }


def read_ticket(bundle, ticket, part="initial"):
    """Dense weights of each layer in PyTorch's order of axes, 0 where pruned."""
    tensors = read_tensors(bundle.read(f"tickets/{ticket['id']}.safetensors"))
    weights = {}
    for layer in ticket["layers"]:
        mask = numpy.unpackbits(tensors[layer["name"] + ".mask"], bitorder="little")[: layer["total"]].astype(bool)
        dense = numpy.zeros(layer["total"], "<f4")
        dense[mask] = tensors[f"{layer['name']}.{part}"]
        weights[layer["name"]] = dense.reshape(layer["shape"])
    return weights


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as bundle:
        for study in json.loads(bundle.read("manifest.json"))["studies"]:
            for ticket in study["tickets"]:
                for name, weights in read_ticket(bundle, ticket).items():
                    positive, negative = int((weights > 0).sum()), int((weights < 0).sum())
                    print(ticket["id"], name, *weights.shape, positive, negative, float(weights.sum(dtype="f8")))
