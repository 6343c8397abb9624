//! Loops of a function.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::Function;

/// A loop: runs of instructions without jumps into or out of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// Instructions of each block.
    pub blocks: Vec<Range<usize>>,
}

impl Loop {
    /// Numbers of its instructions.
    pub fn instructions(&self) -> impl Iterator<Item = usize> {
        self.blocks.iter().flat_map(Clone::clone)
    }

    /// Its parts from each instruction of a kind to the one that is `count` such instructions
    /// further, in the order of the listing.
    pub fn parts(&self, wanted: impl Fn(usize) -> bool, count: usize) -> Vec<Self> {
        let places: Vec<usize> = self.instructions().filter(|place| wanted(*place)).collect();
        let part = |ends: &[usize]| {
            let (first, end) = (ends[0], ends[count - 1] + 1);
            let clipped = self.blocks.iter().map(|block| block.start.max(first)..block.end.min(end));
            Self { blocks: clipped.filter(|block| !block.is_empty()).collect() }
        };
        places.windows(count).map(part).collect()
    }
}

/// Loops with instructions of a kind that contain no other such loop.
#[must_use]
pub fn innermost(function: &Function, wanted: impl Fn(usize) -> bool) -> Vec<Loop> {
    let graph = Graph::new(function);
    let mut loops = graph.loops();
    loops.retain(|(_, blocks)| blocks.iter().any(|block| graph.blocks[*block].clone().any(&wanted)));
    let outer =
        |blocks: &BTreeSet<usize>, head: usize| loops.iter().any(|(other, _)| *other != head && blocks.contains(other));
    let innermost = loops.iter().filter(|(head, blocks)| !outer(blocks, *head));
    innermost
        .map(|(_, blocks)| Loop { blocks: blocks.iter().map(|block| graph.blocks[*block].clone()).collect() })
        .collect()
}

/// Blocks and where each may go next.
struct Graph {
    blocks: Vec<Range<usize>>,
    next: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
}

impl Graph {
    fn new(function: &Function) -> Self {
        let count = function.instructions.len();
        let mut starts: BTreeSet<usize> = function.labels.iter().map(|(_, place)| *place).collect();
        starts.insert(0);
        let leaving = function.instructions.iter().enumerate().filter(|(_, i)| i.is_jump() || i.is_end());
        starts.extend(leaving.map(|(place, _)| place + 1));
        starts.retain(|start| *start < count);
        let starts: Vec<usize> = starts.into_iter().collect();
        let ends = starts.iter().skip(1).copied().chain([count]);
        let blocks: Vec<Range<usize>> = starts.iter().zip(ends).map(|(start, end)| *start..end).collect();
        let mut next = vec![Vec::new(); blocks.len()];
        let mut before = vec![Vec::new(); blocks.len()];
        for (block, range) in blocks.iter().enumerate() {
            let last = &function.instructions[range.end - 1];
            if last.is_jump() {
                // A jump to another function has no label here.
                let places = function.targets(range.end - 1).into_iter().filter_map(|target| function.place(target));
                next[block].extend(places.filter_map(|place| starts.binary_search(&place).ok()));
            }
            if last.falls_through() && block + 1 < blocks.len() {
                next[block].push(block + 1);
            }
            for target in &next[block] {
                before[*target].push(block);
            }
        }
        Self { blocks, next, before }
    }

    /// Heads of loops with all of their blocks.
    fn loops(&self) -> Vec<(usize, BTreeSet<usize>)> {
        let dominators = self.dominators();
        let mut loops: Vec<(usize, BTreeSet<usize>)> = Vec::new();
        for (block, next) in self.next.iter().enumerate() {
            for head in next.iter().filter(|head| dominators[block].as_ref().is_some_and(|all| all.contains(*head))) {
                let place = loops.iter().position(|(other, _)| other == head).unwrap_or_else(|| {
                    loops.push((*head, BTreeSet::from([*head])));
                    loops.len() - 1
                });
                let mut reached = vec![block];
                while let Some(block) = reached.pop() {
                    // What cannot be reached at all belongs to no loop.
                    if dominators[block].is_some() && loops[place].1.insert(block) {
                        reached.extend(&self.before[block]);
                    }
                }
            }
        }
        loops
    }

    /// For every block that can be reached, those that lie on all ways to it.
    fn dominators(&self) -> Vec<Option<BTreeSet<usize>>> {
        let mut dominators: Vec<Option<BTreeSet<usize>>> = vec![None; self.blocks.len()];
        let mut pending = BTreeSet::from([0]);
        while let Some(block) = pending.pop_first() {
            let known = self.before[block].iter().filter_map(|before| dominators[*before].as_ref());
            let common = known.cloned().reduce(|a, b| &a & &b).filter(|_| block > 0);
            let mut all = common.unwrap_or_default();
            all.insert(block);
            if dominators[block].as_ref() != Some(&all) {
                dominators[block] = Some(all);
                pending.extend(&self.next[block]);
            }
        }
        dominators
    }
}
