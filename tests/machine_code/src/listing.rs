//! Functions and instructions of an assembly listing, in the syntax that the compiler
//! writes: the destination comes last.

/// A function of a listing.
#[derive(Debug, Default)]
pub struct Function {
    /// As the linker knows it.
    pub symbol: String,
    /// In order.
    pub instructions: Vec<Instruction>,
    /// Labels, and the number of the instruction that follows.
    pub labels: Vec<(String, usize)>,
    /// Tables: their label, and the labels to which a jump through them may lead.
    pub tables: Vec<(String, Vec<String>)>,
}

/// An instruction.
#[derive(Debug)]
pub struct Instruction {
    /// With the suffix for the operands' size.
    pub mnemonic: String,
    /// Sources, then the destination.
    pub operands: Vec<String>,
}

/// All functions of a listing.
#[must_use]
pub fn functions(listing: &str) -> Vec<Function> {
    let mut functions: Vec<Function> = Vec::new();
    let mut open: Option<Function> = None;
    for line in listing.lines() {
        let line = line.split('#').next().unwrap_or_default().trim_end();
        let text = line.trim_start();
        if let Some(label) = text.strip_suffix(':') {
            let local = label.starts_with(".L") || label.starts_with("LBB") || label.starts_with("Ltmp");
            match (&mut open, local) {
                (Some(function), true) => function.labels.push((label.to_owned(), function.instructions.len())),
                // Tables follow their function.
                (None, true) => {
                    if let Some(function) = functions.last_mut() {
                        function.tables.push((label.to_owned(), Vec::new()));
                    }
                }
                (_, false) => {
                    functions.extend(open.take());
                    open = Some(Function { symbol: label.to_owned(), ..Function::default() });
                }
            }
        } else if let Some((".long" | ".quad", entry)) = text.split_once(char::is_whitespace) {
            let label = entry.trim().split('-').next().unwrap_or_default();
            let function = open.as_mut().or(functions.last_mut()).filter(|function| function.place(label).is_some());
            if let Some((_, table)) = function.and_then(|function| function.tables.last_mut()) {
                table.push(label.to_owned());
            }
        } else if text.starts_with(".cfi_endproc") || text.starts_with(".seh_endproc") {
            functions.extend(open.take());
        } else if !text.is_empty()
            && !text.starts_with('.')
            && line.starts_with(char::is_whitespace)
            && let Some(function) = &mut open
        {
            function.instructions.push(Instruction::new(text));
        }
    }
    functions.extend(open);
    functions
}

impl Function {
    /// The instruction that a label stands before.
    #[must_use]
    pub fn place(&self, label: &str) -> Option<usize> {
        self.labels.iter().find(|(name, _)| name == label).map(|(_, place)| *place)
    }

    /// Where a jump may lead, as labels.
    #[must_use]
    pub fn targets(&self, jump: usize) -> Vec<&str> {
        let target = self.instructions[jump].target();
        if !target.starts_with("*%") {
            return vec![target];
        }
        // lea TABLE(%rip), %base; …; add %base, %offset; jmp *%offset
        let before = &self.instructions[..jump];
        let base = before.last().filter(|sum| sum.mnemonic == "addq").map(Instruction::target);
        let table = before
            .iter()
            .rev()
            .find(|load| load.operands.len() == 2 && load.operands.last().map(String::as_str) == base);
        let label = table.and_then(|load| load.target().strip_suffix("(%rip)"));
        // Where it cannot be told, any of them.
        let known = self.tables.iter().any(|(name, _)| Some(name.as_str()) == label);
        let tables = self.tables.iter().filter(|(name, _)| !known || Some(name.as_str()) == label);
        tables.flat_map(|(_, targets)| targets.iter().map(String::as_str)).collect()
    }

    /// What the function calls.
    pub fn callees(&self) -> impl Iterator<Item = &str> {
        let calls = self.instructions.iter().enumerate().filter(|(_, instruction)| instruction.is_call());
        calls.map(|(place, call)| self.in_register(place, call).unwrap_or_else(|| call.target()))
    }

    /// The function that a call by way of a register leads to: the register's last writer before it
    /// has taken the address from the table of addresses.
    fn in_register(&self, place: usize, call: &Instruction) -> Option<&str> {
        let register = call.target().strip_prefix('*').filter(|target| target.starts_with('%'))?;
        let writes = |instruction: &&Instruction| {
            instruction.operands.last().is_some_and(|operand| operand == register) && !instruction.is_call()
        };
        let last = self.instructions[..place].iter().rev().find(writes)?;
        let address = last.operands.first().filter(|address| address.ends_with("@GOTPCREL(%rip)"))?;
        (last.mnemonic == "movq").then_some(address.as_str())
    }

    /// Whether `%rbp` points to the stack: otherwise it is a register like others.
    #[must_use]
    pub fn has_frame_pointer(&self) -> bool {
        self.instructions
            .iter()
            .any(|instruction| instruction.mnemonic == "movq" && instruction.operands == ["%rsp", "%rbp"])
    }
}

impl Instruction {
    fn new(text: &str) -> Self {
        let (mnemonic, operands) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let mut parts = vec![String::new()];
        let mut depth = 0;
        for character in operands.trim().chars() {
            match character {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            match parts.last_mut() {
                Some(part) if character != ',' || depth > 0 => part.push(character),
                _ => parts.push(String::new()),
            }
        }
        let operands = parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        Self { mnemonic: mnemonic.to_owned(), operands }
    }

    /// Whether it calls a function.
    #[must_use]
    pub fn is_call(&self) -> bool {
        self.mnemonic.starts_with("call")
    }

    /// Whether it ends a function.
    #[must_use]
    pub fn is_end(&self) -> bool {
        self.mnemonic.starts_with("ret") || self.mnemonic == "ud2"
    }

    /// Whether it jumps, always or under a condition.
    #[must_use]
    pub fn is_jump(&self) -> bool {
        self.mnemonic.starts_with('j')
    }

    /// Whether what follows it is executed, too.
    #[must_use]
    pub fn falls_through(&self) -> bool {
        !self.is_end() && !self.mnemonic.starts_with("jmp")
    }

    /// Where it jumps to, or what it calls.
    #[must_use]
    pub fn target(&self) -> &str {
        self.operands.first().map_or("", String::as_str)
    }

    /// Whether an operand is a vector register.
    #[must_use]
    pub fn has_vector(&self) -> bool {
        self.operands.iter().any(|operand| ["%xmm", "%ymm", "%zmm"].iter().any(|register| operand.contains(register)))
    }

    /// Which operand lies on the stack.
    #[must_use]
    pub fn stack_operand(&self, frame_pointer: bool) -> Option<usize> {
        // `lea` computes an address and reads nothing.
        let on_stack = |operand: &String| operand.contains("(%rsp") || (frame_pointer && operand.contains("(%rbp"));
        self.operands.iter().position(on_stack).filter(|_| !self.mnemonic.starts_with("lea"))
    }
}
