using System.Text;

namespace FlumeSharp.Agent.Commands.Completion;

/// <summary>The completion script for fish.</summary>
internal static class FishCompletion
{
    public static string Script(CompletionVerb root)
    {
        var script = new StringBuilder("""
            # Completion of flumesharp for fish: flumesharp completion fish | source

            function __flumesharp_agents
                for word in (commandline -opc)
                    test -f $word; and string replace -rf '^\s*([^.#!\s=:]*)\.(?:sources|channels|sinks)\s*[=:].*' '$1' < $word
                end | sort -u
            end

            # Whether the words that are no switches begin with a command's.
            function __flumesharp_at
                set -l words (string match -v -- '-*' (commandline -opc)[2..-1])
                set -l verb (string split ' ' -- $argv[1])
                test "$words[1..(count $verb)]" = "$argv[1]"; or return 1
                set -q argv[2]; or return 0
                not contains -- "$words[(math (count $verb) + 1)]" $argv[2..-1]
            end

            complete -c flumesharp -f

            """);
        foreach (var verb in root.All)
        {
            var condition = Condition(verb);
            foreach (var sub in verb.Verbs)
            {
                script.Append($"complete -c flumesharp -n '{condition}' -a {sub.Name} -d '{sub.Description}'\n");
            }

            foreach (var option in verb.Switches)
            {
                script.Append($"complete -c flumesharp -n '{condition}'{string.Concat(option.Names.Select(Spelling))}{Value(option.Value)} -d '{option.Description}'\n");
            }

            if (verb.Verbs.Count == 0)
            {
                script.Append(verb.Word.Kind switch
                {
                    ValueKind.Words => $"complete -c flumesharp -n '{condition}' -a '{string.Join(' ', verb.Word.Words)}'\n",
                    ValueKind.Files => $"complete -c flumesharp -n '{condition}' -F\n",
                    ValueKind.Folders => $"complete -c flumesharp -n '{condition}' -a '(__fish_complete_directories)'\n",
                    _ => "",
                });
            }
        }

        return script.ToString();
    }

    // A command's own switches and subcommands are offered as long as no subcommand is named.
    private static string Condition(CompletionVerb verb)
    {
        var below = string.Join(' ', verb.Verbs.Select(static sub => sub.Name));
        return verb.Path.Length == 0 ? "__fish_use_subcommand" : $"__flumesharp_at \"{verb.Path}\"{(below.Length > 0 ? " " + below : "")}";
    }

    // Long, of one letter, or long with one dash.
    private static string Spelling(string name) => name switch
    {
        ['-', '-', .. var rest] => $" -l {rest}",
        ['-', var letter] => $" -s {letter}",
        ['-', .. var rest] => $" -o {rest}",
        _ => "",
    };

    private static string Value(CompletionValue value) => value.Kind switch
    {
        ValueKind.None => "",
        ValueKind.Words => $" -x -a '{string.Join(' ', value.Words)}'",
        ValueKind.Files => " -r -F",
        ValueKind.Folders => " -x -a '(__fish_complete_directories)'",
        ValueKind.Agents => " -x -a '(__flumesharp_agents)'",
        _ => " -x",
    };
}
