//! Numbers, and the arithmetic that Python would do with them before the constructor sees them.

use super::{Read, Reader};
use crate::diagnostic::Diagnostic;
use crate::tree::{Kind, Span, Value, integer};
use crate::words::quote;

/// Larger numbers are refused where they are used; while they are only given, they may be as large
/// as they like.
const MOST: i128 = 1 << 63;

/// What joins two numbers.
#[derive(Clone, Copy)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    /// Python's `//`, which rounds down. Among Rust's tokens it cannot stand: there it begins a
    /// comment.
    Divide,
}

impl Operator {
    fn apply(self, left: i128, right: i128) -> Option<i128> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::Divide => {
                let quotient = left.checked_div(right)?;
                let exact = left.checked_rem(right)? == 0;
                if exact || (left < 0) == (right < 0) { Some(quotient) } else { quotient.checked_sub(1) }
            }
        }
    }
}

impl Reader<'_, '_> {
    /// Terms with `+` and `-` between them.
    pub(super) fn sum(&mut self, depth: usize) -> Read<Value> {
        let mut sum = self.product(depth)?;
        loop {
            let end = self.cursor.at();
            self.space();
            let operator = match self.cursor.peek() {
                Some('+') => Operator::Add,
                Some('-') => Operator::Subtract,
                _ => {
                    self.cursor.rewind(end);
                    return Ok(sum);
                }
            };
            self.cursor.bump();
            self.space();
            let term = self.product(depth)?;
            sum = combine(operator, &sum, &term)?;
        }
    }

    /// Factors with `*` and `//` between them.
    fn product(&mut self, depth: usize) -> Read<Value> {
        let mut product = self.factor(depth)?;
        loop {
            let end = self.cursor.at();
            self.space();
            let rest = self.cursor.rest();
            let operator = if rest.starts_with("//") {
                self.cursor.bump();
                Operator::Divide
            } else if rest.starts_with('*') && !rest.starts_with("**") {
                Operator::Multiply
            } else {
                self.cursor.rewind(end);
                return Ok(product);
            };
            self.cursor.bump();
            self.space();
            let factor = self.factor(depth)?;
            product = combine(operator, &product, &factor)?;
        }
    }

    /// A value with any number of signs in front.
    fn factor(&mut self, depth: usize) -> Read<Value> {
        let start = self.cursor.at();
        let mut negative = false;
        while let Some(sign @ ('+' | '-')) = self.cursor.peek() {
            negative ^= sign == '-';
            self.cursor.bump();
            self.space();
        }
        let signed = self.cursor.at() > start;
        let value = self.plain(depth)?;
        if !signed {
            return Ok(value);
        }
        let span = self.cursor.span_from(start);
        let kind = match value.kind {
            Kind::Integer(number) => Kind::Integer(if negative { number.saturating_neg() } else { number }),
            Kind::Float(float) => Kind::Float(if negative { format!("-{float}") } else { float }),
            _ => return Err(Box::new(no_number(&value))),
        };
        Ok(Value { span, kind })
    }

    /// Decimal digits.
    pub(super) fn number(&mut self) -> Read<Kind> {
        let start = self.cursor.at();
        let is_digit = |character: char| character.is_ascii_digit() || character == '_';
        let digits = self.cursor.eat_while(is_digit).replace('_', "");
        let mut float = false;
        if self.cursor.eat('.') {
            float = true;
            self.cursor.eat_while(is_digit);
        }
        if !digits.is_empty() && matches!(self.cursor.peek(), Some('e' | 'E')) {
            float = true;
            self.cursor.bump();
            if matches!(self.cursor.peek(), Some('+' | '-')) {
                self.cursor.bump();
            }
            self.cursor.eat_while(is_digit);
        }
        let empty = !self.cursor.slice_from(start).contains(|c: char| c.is_ascii_digit());
        let tail = self.cursor.peek().is_some_and(|next| next.is_alphanumeric() || next == '_');
        if empty || tail {
            self.cursor.eat_while(|character| character.is_alphanumeric() || character == '_');
            let span = self.cursor.span_from(start);
            let message = format!("{} is not a number", quote(self.cursor.slice_from(start)));
            return Err(Box::new(Diagnostic::new(span, message).with_help("write decimal digits, without a suffix")));
        }
        Ok(if float { Kind::Float(self.cursor.slice_from(start).to_owned()) } else { integer(&digits, false) })
    }
}

fn combine(operator: Operator, left: &Value, right: &Value) -> Read<Value> {
    let span = left.span.start..right.span.end;
    let (a, b) = (operand(left)?, operand(right)?);
    if matches!(operator, Operator::Divide) && b == 0 {
        return Err(Box::new(Diagnostic::new(span, "division by zero")));
    }
    match operator.apply(a, b) {
        Some(result) if in_range(result) => Ok(Value { span, kind: Kind::Integer(result) }),
        _ => Err(Box::new(too_large(span))),
    }
}

fn operand(value: &Value) -> Read<i128> {
    match value.kind {
        Kind::Integer(number) if in_range(number) => Ok(number),
        Kind::Integer(_) => Err(Box::new(too_large(value.span.clone()))),
        _ => Err(Box::new(no_number(value))),
    }
}

fn in_range(number: i128) -> bool {
    (-MOST..=MOST).contains(&number)
}

fn too_large(span: Span) -> Diagnostic {
    Diagnostic::new(span, "the number is too large to compute with")
}

fn no_number(value: &Value) -> Diagnostic {
    let diagnostic = Diagnostic::new(value.span.clone(), "only integers can be computed with");
    match &value.kind {
        Kind::Name(name) => {
            diagnostic.with_label(format!("{} has no value here", quote(name))).with_help("write its value")
        }
        _ => diagnostic.with_help("write the result"),
    }
}
