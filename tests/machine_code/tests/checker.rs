//! The checker finds what it is there for, in listings made by hand.

#![forbid(unsafe_code)]

use conv_layer_machine_code::{Census, Function, Hot, Stack, Times, functions, innermost};

/// Four multiply-adds of vectors in a loop within another one.
const SOUND: &str = "
	.type	_Rsound,@function
_Rsound:
	.cfi_startproc
	pushq	%rbp
	subq	$64, %rsp
	vmovaps	%ymm0, 32(%rsp)
.LBB0_1:
	movq	8(%rsp), %rcx
	xorl	%eax, %eax
	.p2align	4
.LBB0_2:
	vmovups	(%rdi,%rax), %ymm1
	#APP

	# 1 rbx

	#NO_APP
	vbroadcastss	(%rsi), %ymm2	# a comment
	vfmadd231ps	%ymm1, %ymm2, %ymm3
	vfmadd231ps	4(%rsi){1to8}, %ymm1, %ymm4
	vfmadd231ps	(%rbp), %ymm1, %ymm5
	vfmadd231ps	%ymm1, %ymm2, %ymm6
	addq	$4, %rax
	cmpq	$64, %rax
	jne	.LBB0_2
	decq	%rcx
	jne	.LBB0_1
	vmovups	%ymm3, (%rdx)
	retq
.Lfunc_end0:
	.size	_Rsound, .Lfunc_end0-_Rsound
	.cfi_endproc
";

const PLANNED: Hot = Hot { products: 4, times: Times::Once, blocks: 1, stored: 0 };

/// What multiplies in a listing of one function.
fn loops(function: &Function) -> Vec<Census> {
    let multiplies = |place: usize| Census::multiplies(&function.instructions[place].mnemonic);
    innermost(function, multiplies).iter().map(|found| Census::new(function, found)).collect()
}

fn census(listing: &str) -> Census {
    let functions = functions(listing);
    assert_eq!(functions.len(), 1);
    let loops = loops(&functions[0]);
    assert_eq!(loops.len(), 1, "{loops:?}");
    loops[0]
}

/// The faults of the sound listing with an instruction before, or instead
/// of, its first multiply-add.
fn with(instruction: &str) -> Vec<String> {
    faults_with(instruction, &PLANNED)
}

fn faults_with(instruction: &str, planned: &Hot) -> Vec<String> {
    let first = "vbroadcastss	(%rsi), %ymm2	# a comment";
    assert!(SOUND.contains(first));
    census(&SOUND.replace(first, instruction)).faults(planned, true, Stack::default())
}

#[test]
fn a_sound_loop_has_no_faults() {
    let census = census(SOUND);
    assert_eq!((census.fused, census.instructions, census.blocks), (4, 9, 1));
    assert_eq!(census.stack, Stack::default(), "accesses outside of the loop do not count");
    assert_eq!(census.faults(&PLANNED, true, Stack::default()), [""; 0]);
    assert_eq!(census.faults(&Hot { products: 2, times: Times::Some, ..PLANNED }, true, Stack::default()), [""; 0]);
}

#[test]
fn a_missing_multiply_add_is_found() {
    let listing = SOUND.replace("	vfmadd231ps	%ymm1, %ymm2, %ymm6\n", "");
    assert_eq!(census(&listing).faults(&PLANNED, true, Stack::default()), ["3 multiply-adds instead of 4"]);
    let several = Hot { products: 2, times: Times::Some, ..PLANNED };
    assert_eq!(census(&listing).faults(&several, true, Stack::default()), ["3 multiply-adds, no multiple of 2"]);
}

#[test]
fn spills_are_found() {
    assert_eq!(with("vmovaps %ymm3, 32(%rsp)"), ["1 vectors spilled"]);
    assert_eq!(with("vmovups 32(%rsp,%rax,4), %ymm3"), ["1 vectors from the stack"]);
    assert_eq!(with("vaddss 32(%rsp), %xmm3, %xmm3").len(), 2);
    assert_eq!(with("vbroadcastss 8(%rsp), %zmm3"), ["1 vectors from the stack"]);
    assert_eq!(with("movq 8(%rsp), %rax"), ["1 other accesses to the stack"]);
    assert_eq!(with("leaq 8(%rsp), %rax"), [""; 0], "an address is not an access");
    assert_eq!(with("vmovaps %ymm3, 32(%rdi)"), [""; 0]);
}

#[test]
fn frame_pointers_point_to_the_stack() {
    let listing = SOUND.replace("	subq	$64, %rsp", "	movq	%rsp, %rbp");
    assert_eq!(census(&listing).faults(&PLANNED, true, Stack::default()), ["1 vectors from the stack"]);
}

#[test]
fn accepted_spills_must_not_become_more() {
    let spill = SOUND.replace("	addq	$4, %rax", "	vmovaps %ymm3, 32(%rsp)\n	vmovaps %ymm4, (%rsp)");
    let faults = |stores| census(&spill).faults(&PLANNED, true, Stack { stores, ..Stack::default() });
    assert_eq!((faults(2), faults(1)), (vec![], vec!["2 vectors spilled".to_owned()]));
}

/// What a call by way of a register leads to, after these instructions.
fn by_register(before: &str) -> Vec<String> {
    let listing = SOUND.replace("	retq", &format!("	{before}\n	callq	*%rax\n	retq"));
    functions(&listing)[0].callees().map(str::to_owned).collect()
}

#[test]
fn calls_and_jumps_are_found() {
    assert_eq!(with("callq *closure@GOTPCREL(%rip)"), ["1 calls"]);
    assert_eq!(with("je .LBB0_3\n.LBB0_3:"), ["jumps between 2 runs of instructions"]);
    let functions = functions(&SOUND.replace("	retq", "	callq	_RNvNtCs_4core9panicking5panic\n	ud2"));
    assert_eq!(functions[0].callees().collect::<Vec<_>>(), ["_RNvNtCs_4core9panicking5panic"]);
    assert_eq!(by_register("movq	f@GOTPCREL(%rip), %rax"), ["f@GOTPCREL(%rip)"]);
    assert_eq!(by_register("movq	f@GOTPCREL(%rip), %rax\n	movq	(%rsi), %rax"), ["*%rax"]);
}

#[test]
fn other_arithmetic_is_found() {
    assert_eq!(with("vfmadd231ss (%rsi), %xmm2, %xmm3"), ["arithmetic on 1 single numbers"]);
    let addition = "vaddps %ymm1, %ymm2, %ymm3";
    assert_eq!(with(addition), ["0 multiplications and 1 additions of 0 are not fused"]);
    let stores = |stored| faults_with(addition, &Hot { stored, ..PLANNED });
    assert_eq!((stores(1), stores(0).len()), (vec![], 1), "outputs stored in the loop have a bias");
    assert_eq!(with("addq $4, %rsi\n	subl %eax, %ecx"), [""; 0]);
}

#[test]
fn without_fused_instructions_products_and_sums_are_pairs() {
    let pairs = SOUND.replace("vfmadd231ps	%ymm1, %ymm2, %ymm6", "mulps	%xmm1, %xmm2\n	addps	%xmm2, %xmm3");
    let pairs: String = pairs.lines().filter(|line| !line.contains("vfmadd")).flat_map(|line| [line, "\n"]).collect();
    let hot = Hot { products: 1, ..PLANNED };
    assert_eq!(census(&pairs).faults(&hot, false, Stack::default()), [""; 0]);
    let lone = pairs.replace("	addps	%xmm2, %xmm3\n", "");
    assert_eq!(census(&lone).faults(&hot, false, Stack::default()), ["1 products and 0 outputs, but 0 additions"]);
}

#[test]
fn loops_are_found_wherever_their_blocks_stand() {
    // The body of the inner loop stands behind the end of the outer one; tables tell
    // where jumps to registers lead.
    let listing = "
_Rfunction:
.LBB0_1:
	jmpq	*%rax
.LBB0_2:
	decq	%rcx
	jne	.LBB0_1
	retq
.LBB0_3:
	mulps	%xmm1, %xmm2
	addps	%xmm2, %xmm3
	jne	.LBB0_3
	jmp	.LBB0_2
	.cfi_endproc
.LJTI0_0:
	.long	.LBB0_2-.LJTI0_0
	.long	.LBB0_3-.LJTI0_0
_Rother:
	mulps	%xmm1, %xmm2
	retq
";
    let functions = functions(listing);
    assert_eq!(functions.iter().map(|function| &*function.symbol).collect::<Vec<_>>(), ["_Rfunction", "_Rother"]);
    let found = loops(&functions[0]);
    assert_eq!(found.iter().map(|census| (census.instructions, census.products)).collect::<Vec<_>>(), [(3, 1)]);
    assert_eq!(loops(&functions[1]), [], "what is executed once is no loop");
}

#[test]
fn a_loop_of_several_tiles_falls_into_parts() {
    let functions = functions(SOUND);
    let multiplies = |place: usize| Census::multiplies(&functions[0].instructions[place].mnemonic);
    let parts = innermost(&functions[0], multiplies)[0].parts(multiplies, 3);
    let counts = parts.iter().map(|part| Census::new(&functions[0], part).multiply_adds());
    assert_eq!(counts.collect::<Vec<_>>(), [3, 3]);
    assert_eq!(parts[0].instructions().count(), 3);
}
