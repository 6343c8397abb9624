//! The numbers that documents repeat are those of the results.

/// Layers in the words of the documents, and by their names in the suite.
const LAYERS: [(&str, &str); 14] = [
    ("3 → 64, 7×7, stride 2, 224×224", "resnet_stem"),
    ("64 → 64, 3×3, 56×56", "resnet_3x3_56"),
    ("128 → 128, 3×3, 28×28", "resnet_3x3_28"),
    ("256 → 256, 3×3, 14×14", "resnet_3x3_14"),
    ("1024 → 256, 1×1, 14×14", "resnet_1x1_14"),
    ("256 → 256, 3×3, dilated by 4, 28×28", "deeplab_dilated"),
    ("transposed, 256 → 128, 4×4, stride 2, 16×16", "dcgan_up"),
    ("transposed, 16 → 33, 3×3, stride 2, 50×100", "seed_transpose"),
    ("512 → 512, 3, stride 2, 1-D, 1600", "wav2vec_conv1d"),
    ("64 → 64, 3×3×3, 8×28×28", "c3d_conv3d"),
    ("128 → 128, 3×3, 32 groups, 56×56", "resnext_grouped"),
    ("32 depthwise, 3×3, 112×112", "mobilenet_dw_112"),
    ("960 depthwise, 3×3, 7×7", "mobilenet_dw_7"),
    ("3 → 16, 3×3, 32×32", "cifar_conv"),
];

/// The cells of the first row of a table whose first cell is `name`.
fn row<'a>(document: &'a str, name: &str) -> Vec<&'a str> {
    document
        .lines()
        .filter_map(|line| line.strip_prefix('|'))
        .map(|line| line.trim_end_matches('|').split('|').map(str::trim).collect::<Vec<_>>())
        .find(|cells| cells[0] == name)
        .unwrap_or_else(|| panic!("no row {name}"))
}

/// A layer's row of the results as documents have it: times, shares of the peak, and the best of
/// the other systems, which is bold.
fn repeated(results: &str, layer: &str) -> Vec<String> {
    let cells = row(results, layer);
    let best = cells.iter().find_map(|cell| cell.strip_prefix("**")?.strip_suffix("**")).expect("the best one is bold");
    [cells[1], &format!("{} %", cells[2]), cells[3], &format!("{} %", cells[4]), best].map(str::to_owned).to_vec()
}

#[test]
fn documents_repeat_the_results() {
    let results = include_str!("../RESULTS.md");
    for document in [include_str!("../../README.md"), include_str!("../../docs/performance.md")] {
        for (words, layer) in LAYERS {
            assert_eq!(row(document, words)[1..], repeated(results, layer), "{layer}");
        }
    }
}
