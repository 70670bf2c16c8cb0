using System.Text;

namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>The completion script for zsh.</summary>
internal static class ZshCompletion
{
    public static string Script(CompletionVerb root)
    {
        var script = new StringBuilder();
        script.Append("#compdef flumesharp\n# Completion of flumesharp for zsh: source <(flumesharp completion zsh)\n\n").Append(BashCompletion.AgentsOfFiles).Append("\n\n");
        script.Append("_flumesharp() {\n    local current=${words[CURRENT]} previous=${words[CURRENT-1]} verb='' i\n    local -a found\n");
        script.Append("    for ((i = 2; i < CURRENT; i++)); do\n        case \"${verb:+$verb }${words[i]}\" in\n");
        script.Append($"            {Alternatives(root.All.Where(static verb => verb.Path.Length > 0).Select(static verb => verb.Path))}) verb=\"${{verb:+$verb }}${{words[i]}}\" ;;\n        esac\n    done\n");
        script.Append("    case \"$verb:$previous\" in\n");
        foreach (var verb in root.All)
        {
            foreach (var option in verb.Switches.Where(static option => option.Value.Kind != ValueKind.None))
            {
                script.Append($"        {Alternatives(option.Names.Select(name => $"{verb.Path}:{name}"))}) {Offer(option.Value)}; return ;;\n");
            }
        }

        script.Append("    esac\n    case \"$verb:$current\" in\n");
        foreach (var verb in root.All)
        {
            script.Append($"        '{verb.Path}:-'*) found=({string.Join(' ', verb.Switches.SelectMany(static option => option.Names.Select(name => Described(name, option.Description))))}); _describe -o switch found ;;\n");
        }

        foreach (var verb in root.All)
        {
            script.Append($"        '{verb.Path}:'*) {(verb.Verbs.Count > 0 ? $"found=({string.Join(' ', verb.Verbs.Select(static sub => Described(sub.Name, sub.Description)))}); _describe command found" : Offer(verb.Word))} ;;\n");
        }

        return script.Append("""
                esac
            }

            if [ "${funcstack[1]}" = _flumesharp ]; then
                _flumesharp "$@"
            else
                compdef _flumesharp flumesharp
            fi

            """).ToString();
    }

    private static string Alternatives(IEnumerable<string> words) => string.Join('|', words.Select(static word => $"'{word}'"));

    private static string Described(string word, string description) => $"'{word.Replace(":", "\\:", StringComparison.Ordinal)}:{description}'";

    private static string Offer(CompletionValue value) => value.Kind switch
    {
        ValueKind.Words => $"compadd -- {string.Join(' ', value.Words.Select(static word => $"'{word}'"))}",
        ValueKind.Files => "_files",
        ValueKind.Folders => "_files -/",
        ValueKind.Agents => "compadd -- $(_flumesharp_agents \"${words[@]}\")",
        _ => "true",
    };
}
