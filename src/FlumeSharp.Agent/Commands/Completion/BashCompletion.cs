using System.Text;

namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>The completion script for bash.</summary>
internal static class BashCompletion
{
    /// <summary>Finds the agents of the files among some words; bash and zsh share it.</summary>
    public const string AgentsOfFiles = """
        _flumesharp_agents() {
            local word
            for word in "$@"; do
                [ -f "$word" ] && sed -nE 's/^[[:space:]]*([^.#![:space:]=:]*)\.(sources|channels|sinks)[[:space:]]*[=:].*/\1/p' "$word"
            done | sort -u
        }
        """;

    public static string Script(CompletionVerb root)
    {
        var script = new StringBuilder();
        script.Append("# Completion of flumesharp for bash: source <(flumesharp completion bash)\n\n").Append(AgentsOfFiles).Append("\n\n");
        script.Append("_flumesharp() {\n    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} verb='' words='' kind=words i\n    COMPREPLY=()\n");
        script.Append("    for ((i = 1; i < COMP_CWORD; i++)); do\n        case \"${verb:+$verb }${COMP_WORDS[i]}\" in\n");
        script.Append($"            {Alternatives(root.All.Where(static verb => verb.Path.Length > 0).Select(static verb => verb.Path))}) verb=${{verb:+$verb }}${{COMP_WORDS[i]}} ;;\n        esac\n    done\n");
        script.Append("    case \"$verb:$previous\" in\n");
        foreach (var verb in root.All)
        {
            foreach (var option in verb.Switches.Where(static option => option.Value.Kind != ValueKind.None))
            {
                script.Append($"        {Alternatives(option.Names.Select(name => $"{verb.Path}:{name}"))}) {Assign(option.Value)} ;;\n");
            }
        }

        script.Append("        *) case \"$verb:$current\" in\n");
        foreach (var verb in root.All)
        {
            script.Append($"            '{verb.Path}:-'*) words='{string.Join(' ', verb.Switches.SelectMany(static option => option.Names))}' ;;\n");
        }

        foreach (var verb in root.All)
        {
            script.Append($"            '{verb.Path}:'*) {(verb.Verbs.Count > 0 ? $"words='{string.Join(' ', verb.Verbs.Select(static sub => sub.Name))}'" : Assign(verb.Word))} ;;\n");
        }

        return script.Append("""
                    esac ;;
                esac
                case $kind in
                    files) compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
                    folders) compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
                    agents) mapfile -t COMPREPLY < <(compgen -W "$(_flumesharp_agents "${COMP_WORDS[@]}")" -- "$current") ;;
                    *) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
                esac
            }

            complete -F _flumesharp flumesharp

            """).ToString();
    }

    private static string Alternatives(IEnumerable<string> words) => string.Join('|', words.Select(static word => $"'{word}'"));

    private static string Assign(CompletionValue value) => value.Kind switch
    {
        ValueKind.Words => $"words='{string.Join(' ', value.Words)}'",
        ValueKind.Files => "kind=files",
        ValueKind.Folders => "kind=folders",
        ValueKind.Agents => "kind=agents",
        _ => "words=''",
    };
}
