"""Ids and names: time-ordered UUIDs (version 7, RFC 9562), the id of a flow, readable run names."""

from __future__ import annotations

import os
import random
import threading
import time
from uuid import UUID, uuid5

_FLOW_NAMESPACE = UUID("6c656761-746f-5f66-8c6f-77735f69645f")
_lock = threading.Lock()
_last = 0
_random = random.Random()  # ids are unique, not secret; the system's randomness costs a call each time
os.register_at_fork(after_in_child=_random.seed)


def uuid7() -> UUID:
    """Return a UUID that sorts after every one this process made before.

    48 bits of milliseconds, 12 bits of the fraction of a millisecond, 62 random bits.
    """
    global _last
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    stamp = milliseconds << 12 | rest * 4096 // 1_000_000
    with _lock:
        if stamp <= _last:
            stamp = _last + 1
        _last = stamp
    milliseconds, fraction = stamp >> 12, stamp & 0xFFF
    tail = _random.getrandbits(62)
    return UUID(int=(milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | tail)


def flow_id(name: str) -> UUID:
    """Return the id of the flow with that name: the same in every process and on every server."""
    return uuid5(_FLOW_NAMESPACE, name)


_ADJECTIVES = """able agile amber ample ancient arctic azure balmy blithe bold brave breezy bright brisk calm candid
chief clever cosmic cozy crimson crisp daring dapper deft devoted eager earnest electric elegant emerald epic fabulous
fair fancy fearless fine fluffy fond frank free fresh friendly gentle giddy gilded glad gleaming golden graceful grand
happy hardy hazel heroic honest humble indigo ivory jolly jovial keen kind lanky leafy light lilac lively loud lucid
lucky lunar magic maroon mellow merry mighty mindful misty modest mossy neat nifty nimble noble novel olive opal open
patient pearly placid plucky polished polite prime proud quaint quick quiet rapid rare ready regal robust rosy rustic
savvy scarlet serene shiny silent silver sincere sleek smart smooth snappy snowy solar solid spry stable steady stellar
sterling sturdy sunny super swift tactful tall tidy topaz tranquil true trusty unique upbeat valiant velvet vibrant
violet vivid warm wild wise witty wondrous young zany zealous zesty""".split()

_ANIMALS = """adder albatross alpaca ant antelope auk axolotl badger barracuda bat bear beaver bee beetle bison boar
bobcat bonobo buffalo bullfinch bunting bustard camel caracal caribou cassowary cat chamois cheetah chinchilla civet
cobra cod condor coot coral corgi cormorant cougar coyote crab crane cricket crow cuckoo curlew deer dingo dolphin
donkey dormouse dove dragonfly duck dunlin eagle echidna eel egret eland elephant elk emu ermine falcon ferret finch
firefly flamingo fox frigate frog gannet gazelle gecko gerbil gibbon giraffe goat goldfinch goose gopher grebe grouse
gull hamster hare harrier hawk hedgehog heron hippo hoopoe hornet horse hummingbird hyena ibex ibis iguana impala
jackal jackdaw jaguar jay kestrel kingfisher kite kiwi koala koi kudu lapwing lark lemming lemur leopard linnet lion
lizard llama lobster lynx macaw magpie mallard manatee mandrill marlin marmot marten martin merlin mink mole mongoose
moose moth mouse mule mussel narwhal newt nightjar numbat nuthatch ocelot octopus okapi oriole oryx osprey ostrich
otter owl ox oyster panda pangolin panther parrot partridge peacock pelican penguin petrel pheasant pigeon pika pipit
plover pony porcupine porpoise puffin puma python quail quokka rabbit raccoon ram raven ray reindeer rhino robin rook
salmon sandpiper seahorse seal serval shark sheep shrew shrike skink skua skunk skylark sloth snail snipe sparrow
spider squid squirrel starling stoat stork sturgeon swallow swan swift tapir tarpon teal tern thrush tiger toad toucan
trout turaco turtle urchin vicuna viper vole vulture wagtail walrus warbler warthog wasp weasel whale wildcat wolf
wolverine wombat woodpecker wren yak zebra""".split()


def run_name() -> str:
    """Return a readable name such as `brisk-otter`."""
    return f"{random.choice(_ADJECTIVES)}-{random.choice(_ANIMALS)}"
