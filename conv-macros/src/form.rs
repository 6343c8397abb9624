//! The form of a definition, filled in from what was written instead.

use conv_build::Base;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::ParseStream;

use crate::definition::Specification;
use crate::path::Written;

/// Longer words are not shown.
const MAX_SHOWN: usize = 60;

/// `pub struct Name = specification;`
pub(crate) struct Form {
    pub(crate) name: String,
    pub(crate) specification: String,
}

impl Default for Form {
    fn default() -> Self {
        Self { name: "Name".into(), specification: "nn.Conv2d(…)".into() }
    }
}

impl Form {
    /// What was meant by `conv1 = nn.Conv2d(…)`, `enum Conv1 = …`, a call or a path alone.
    pub(crate) fn of(tokens: &[TokenTree]) -> Self {
        let is =
            |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
        let sign = tokens.iter().position(|token| is(token, '='));
        let (head, rest) = match sign {
            Some(at) => (tokens.get(..at).unwrap_or_default(), tokens.get(at.saturating_add(1)..).unwrap_or_default()),
            None => (tokens.get(..0).unwrap_or_default(), tokens),
        };
        let form = Self::default();
        let specification = path_or_call(rest).unwrap_or(form.specification);
        // The last word in front of a type: `self.conv1`, `let mut conv1: Conv2d`.
        let named = head.iter().take_while(|token| !is(token, ':') && !is(token, '<'));
        let word =
            named.filter_map(|token| if let TokenTree::Ident(ident) = token { Some(ident) } else { None }).last();
        let stem = specification.strip_prefix('"').and_then(|path| path.rsplit('/').next()?.split('.').next());
        let name = word.map(ToString::to_string).or_else(|| stem.map(str::to_owned));
        Self { name: name.map_or(form.name, |name| type_name(&name)), specification }
    }

    pub(crate) fn help(&self) -> String {
        format!("write `pub struct {} = {};`", self.name, self.specification)
    }
}

/// What is read next, as it is shown.
pub(crate) fn found(input: ParseStream<'_>) -> String {
    let token = input.fork().parse::<TokenTree>();
    match token {
        Err(_) => "the end of the macro's input".into(),
        Ok(TokenTree::Group(group)) => match group.delimiter() {
            Delimiter::Parenthesis => "`(`".into(),
            Delimiter::Bracket => "`[`".into(),
            Delimiter::Brace | Delimiter::None => "`{`".into(),
        },
        Ok(token) => {
            let text = token.to_string();
            if text.len() > MAX_SHOWN || text.contains('\n') { "something else".into() } else { format!("`{text}`") }
        }
    }
}

/// The specification, its arguments left out.
pub(crate) fn shown(specification: &Specification) -> String {
    match specification {
        Specification::File(Written { place, .. }) => match place.base {
            Base::Manifest => quoted(&place.path),
            Base::Out => Some("concat!(…)".into()),
        },
        Specification::Inline(tokens) => path_or_call(&tokens.clone().into_iter().collect::<Vec<_>>()),
    }
    .unwrap_or_else(|| Form::default().specification)
}

/// Whether the tokens are a call and nothing else.
pub(crate) fn is_call(tokens: &[TokenTree]) -> bool {
    match tokens {
        [head @ .., TokenTree::Group(group)] => group.delimiter() == Delimiter::Parenthesis && callee(head).is_some(),
        _ => false,
    }
}

/// Whether a path is a call that was put in quotes.
pub(crate) fn is_quoted_call(path: &str) -> bool {
    let callee = path.trim().split_once('(').filter(|(_, rest)| rest.ends_with(')')).map(|(callee, _)| callee.trim());
    callee.is_some_and(|callee| {
        !callee.is_empty() && callee.chars().all(|character| character.is_alphanumeric() || "._".contains(character))
    })
}

fn path_or_call(tokens: &[TokenTree]) -> Option<String> {
    if let Some(TokenTree::Literal(literal)) = tokens.first() {
        let path: syn::LitStr = syn::parse2(TokenStream::from(TokenTree::Literal(literal.clone()))).ok()?;
        return quoted(&path.value());
    }
    let group = tokens.iter().position(|token| matches!(token, TokenTree::Group(_)))?;
    callee(tokens.get(..group)?).map(|callee| format!("{callee}(…)"))
}

fn quoted(path: &str) -> Option<String> {
    (path.len() <= MAX_SHOWN && !path.contains(char::is_control)).then(|| format!("\"{path}\""))
}

/// Names with dots between them.
fn callee(tokens: &[TokenTree]) -> Option<String> {
    let alternate = tokens.iter().enumerate().all(|(index, token)| match token {
        TokenTree::Ident(_) => index % 2 == 0,
        TokenTree::Punct(punct) => index % 2 == 1 && punct.as_char() == '.',
        _ => false,
    });
    let text: String = tokens.iter().map(ToString::to_string).collect();
    (alternate && tokens.len() % 2 == 1 && text.len() <= MAX_SHOWN).then_some(text)
}

/// A variable's or a file's name as that of a type: `conv1` as `Conv1`.
fn type_name(name: &str) -> String {
    let words = name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut characters = word.chars();
        characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect::<String>()
    };
    let name: String = words.map(capital).collect();
    let usable = name.len() <= MAX_SHOWN && name.starts_with(char::is_alphabetic) && name != "Self";
    if usable { name } else { Form::default().name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> String {
        let tokens: Vec<TokenTree> = text.parse::<TokenStream>().expect("Rust tokens").into_iter().collect();
        Form::of(&tokens).help()
    }

    #[test]
    fn forms_are_filled_in() {
        for (text, expected) in [
            ("self.conv1 = nn.Conv2d(1, 2, 3)", "pub struct Conv1 = nn.Conv2d(…);"),
            ("let mut down_conv: Layer<f32> = torch.nn.Conv2d(1)", "pub struct DownConv = torch.nn.Conv2d(…);"),
            ("enum Stem = \"specs/stem.toml\"", "pub struct Stem = \"specs/stem.toml\";"),
            ("\"specs/mobilenet_stem.toml\"", "pub struct MobilenetStem = \"specs/mobilenet_stem.toml\";"),
            ("\"1x1.json\"", "pub struct Name = \"1x1.json\";"),
            ("nn.Conv2d(1, 2, 3)", "pub struct Name = nn.Conv2d(…);"),
            ("class Net(nn.Module): pass", "pub struct Name = nn.Conv2d(…);"),
            ("", "pub struct Name = nn.Conv2d(…);"),
        ] {
            assert_eq!(form(text), format!("write `{expected}`"), "{text}");
        }
    }

    #[test]
    fn calls_in_quotes_are_told_from_paths() {
        assert!(is_quoted_call("nn.Conv2d(1, 1, 3)") && is_quoted_call(" torch.nn.Conv2d ( 1 ) "));
        assert!(!is_quoted_call("specs/stem (copy).toml") && !is_quoted_call("(1)") && !is_quoted_call("stem.toml"));
    }
}
