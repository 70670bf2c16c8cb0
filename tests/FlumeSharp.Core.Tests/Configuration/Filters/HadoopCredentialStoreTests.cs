using System.Globalization;

namespace FlumeSharp.Configuration.Filters;

/// <summary>Stores that Hadoop's own tool wrote; Golden/make.sh says how.</summary>
public sealed class HadoopCredentialStoreTests
{
    private const string Variable = "HADOOP_CREDSTORE_PASSWORD";
    private static readonly string _folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Configuration", "Filters", "Golden");

    private static string Default => $"localjceks://file{_folder}/default.jceks";

    private static string OwnPassword => $"jceks://file{_folder}/own-password.jceks";

    [Test]
    public void Credentials_are_those_Hadoop_was_given()
    {
        var sink = Read($"credential.provider.path = {Default}", "${f['db-password']}|${f[\"TOKEN\"]}|${f[dirname_hadoop]}", out var problems);

        sink.Should().Be("pässwörd €|a b#c\\d|/var/x");
        problems.Should().BeEmpty();
    }

    [Test]
    public void The_environment_gives_the_password()
    {
        var sink = Read($"credential.provider.path = {OwnPassword}", "${f['only-here']}", out var problems, (Variable, "store-secret"));

        sink.Should().Be("second");
        problems.Should().BeEmpty();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_file_gives_the_password_by_its_path_or_in_the_configuration_folder(bool isByPath)
    {
        using var folder = new FlumeSharp.TestKit.TempFolder();
        File.WriteAllText(folder.File("store.pw"), " store-secret\n");
        var file = isByPath ? folder.File("store.pw") : "store.pw";

        var sink = Read(
            $"credential.provider.path = {OwnPassword}\na1.configfilters.f.credstore.java-keystore-provider.password-file = {file}",
            "${f['only-here']}",
            out var problems,
            folder.Path);

        sink.Should().Be("second");
        problems.Should().BeEmpty();
    }

    [Test]
    public void Of_several_stores_the_first_that_has_the_key_counts()
    {
        using var folder = new FlumeSharp.TestKit.TempFolder();
        File.Copy(Path.Combine(_folder, "own-password.jceks"), folder.File("a.jceks"));
        File.Copy(Path.Combine(_folder, "own-password.jceks"), folder.File("b with blank.jceks"));

        var sink = Read(
            $"credential.provider.path = jceks://file{folder.Path}/a.jceks, jceks://file{folder.Path}/b%20with%20blank.jceks",
            "${f['db-password']}",
            out var problems,
            (Variable, "store-secret"));

        sink.Should().Be("other");
        problems.Should().BeEmpty();
    }

    [TestCase("jceks://file{0}/own-password.jceks", "password")]
    [TestCase("jceks://file{0}/nowhere.jceks", "does not exist")]
    [TestCase("jceks://hdfs@nn:8020/x.jceks", "copy it there")]
    [TestCase("bcfks://file/x", "jceks://file/path")]
    [TestCase("user:///", "jceks://file/path")]
    public void What_is_wrong_with_a_store_is_said_and_the_reference_stays(string path, string words)
    {
        var sink = Read($"credential.provider.path = {string.Format(CultureInfo.InvariantCulture, path, _folder)}", "${f['db-password']}", out var problems);

        sink.Should().Be("${f['db-password']}");
        problems.Should().ContainSingle(problem => problem.Code == ProblemCodes.FilterNotApplied).Which.ToString().Should().Contain(words);
    }

    [Test]
    public void A_filter_without_a_path_is_wrong()
    {
        Read("x = y", "${f['k']}", out var problems);

        problems.Should().Contain(problem => problem.Severity == ProblemSeverity.Error && problem.Message.Contains("'credential.provider.path' is required", StringComparison.Ordinal));
    }

    private static string Read(string filter, string value, out IReadOnlyList<ConfigurationProblem> problems, params (string Name, string Value)[] variables)
        => Read(filter, value, out problems, [], variables);

    private static string Read(string filter, string value, out IReadOnlyList<ConfigurationProblem> problems, string folder)
        => Read(filter, value, out problems, [folder], []);

    private static string Read(
        string filter, string value, out IReadOnlyList<ConfigurationProblem> problems, string[] folders, (string Name, string Value)[] variables)
    {
        var configuration = FlumeConfiguration.Parse(
            Samples.Complete + $"a1.configfilters = f\na1.configfilters.f.type = hadoop\na1.configfilters.f.{filter}\na1.sinks.k1.x = {value.Replace("\\", "\\\\", StringComparison.Ordinal)}\n",
            new ConfigurationEnvironment { Variables = variables.ToDictionary(pair => pair.Name, pair => pair.Value), ResourceFolders = folders });
        problems = configuration.Problems;
        return configuration.Agents["a1"].Sinks[0].Properties["x"]!;
    }
}
