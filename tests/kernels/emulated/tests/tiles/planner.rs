//! Planning chooses no tile that is not tested.

use conv_layer_kernels::Kernel;
use conv_layer_kernels::random::Random;
use conv_spec::plan::{self, Plan};
use conv_spec::{Format, Source};

use crate::TILES;

#[test]
fn planning_chooses_no_other_tile() {
    let mut random = Random::new(2);
    let mut chosen: Vec<(&str, Kernel)> = Vec::new();
    for _ in 0..3000 {
        let plan = draw(&mut random);
        for (isa, kernel) in plan.kernels() {
            let kernel = match *kernel {
                plan::Kernel::Channels { vectors, pixels, tail, phases, .. } => {
                    Kernel::Channels { vectors, pixels, tail, phases }
                }
                plan::Kernel::Pixels { channels, vectors, phases } => Kernel::Pixels { channels, vectors, phases },
                plan::Kernel::Rows { rows, vectors } => Kernel::Rows { rows, vectors },
                other => panic!("{other:?} is not tested"),
            };
            let tested = TILES.iter().any(|tile| tile.isa.name() == isa.name() && tile.kernel == kernel);
            assert!(tested, "{} {kernel:?} is not tested", isa.name());
            if !chosen.contains(&(isa.name(), kernel)) {
                chosen.push((isa.name(), kernel));
            }
        }
    }
    // Layers of one kind would say little.
    assert!(chosen.len() > 200, "only {} different tiles", chosen.len());
}

fn draw(random: &mut Random) -> Plan {
    let rank = 1 + random.below(3);
    let groups = random.pick(&[1, 1, 1, 2, 5, 16]);
    let inputs = groups * random.pick(&[1, 1, 3, 16, 64, 100]);
    let outputs = groups * random.pick(&[1, 2, 3, 5, 6, 7, 8, 12, 16, 24, 31, 48, 64, 96, 256]);
    let (kernel, stride) = (random.pick(&[1, 1, 2, 3, 3, 5, 7]), random.pick(&[1, 1, 2, 3]));
    let (dilation, padding) = (random.pick(&[1, 1, 2]), random.pick(&[0, 0, 1, 2, 3]));
    let sizes = (0..rank).fold(String::new(), |sizes, _| sizes + &format!(", {}", 13 + random.below(50)));
    let shape = if random.below(3) > 0 { format!(", input_shape=({inputs}{sizes})") } else { String::new() };
    let transposed = if random.below(3) == 0 { "Transpose" } else { "" };
    let text = format!(
        "nn.Conv{transposed}{rank}d({inputs}, {outputs}, {kernel}, stride={stride}, dilation={dilation}, padding={padding}, groups={groups}{shape})"
    );
    let layer = conv_spec::check(&Source { name: "inline", text: &text, format: Format::Call });
    Plan::new(&layer.unwrap_or_else(|report| panic!("{text}: {report:?}")))
}
