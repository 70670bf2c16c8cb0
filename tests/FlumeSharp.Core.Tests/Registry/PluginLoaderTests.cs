using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using FlumeSharp.Components;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;

namespace FlumeSharp.Registry;

public sealed class PluginLoaderTests
{
    private TempFolder _folder = null!;
    private ComponentRegistry _registry = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder();
        _registry = new ComponentRegistry();
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Components_of_a_plug_in_carry_its_name()
    {
        Emit("acme", "Acme", "probe-one");

        var plugin = PluginLoader.Load(_registry, [_folder.Path, _folder.Path]).Single();

        plugin.Should().Be(new Plugin("acme", _folder.File("acme"), 1, Problem: null));
        _registry.Find(ComponentKind.ChannelPolicy, "probe-one")!.Origin.Should().Be("acme");
    }

    [Test]
    public void One_that_does_not_work_leaves_the_others_alone()
    {
        Emit("a-first", "First", "taken");
        Emit("b-second", "Second", "taken", "free");
        Emit("c-third", "Third", "third");

        var plugins = PluginLoader.Load(_registry, [_folder.Path]);

        plugins.Select(static plugin => plugin.Components).Should().Equal(1, 0, 1);
        plugins[1].Problem.Should().Contain("Two ChannelPolicy types are named 'taken'").And.Contain("First").And.Contain("Second");
        _registry.Find(ComponentKind.ChannelPolicy, "free").Should().BeNull("half of a plug-in would be worse than none");
    }

    [Test]
    public void One_built_for_a_newer_Core_is_refused_with_both_versions()
    {
        WriteAssemblyThatNeedsCore(new Version(99, 3, 0, 0));

        var plugin = PluginLoader.Load(_registry, [_folder.Path]).Single();

        var own = typeof(PluginLoader).Assembly.GetName().Version!;
        plugin.Problem.Should().Contain("built for FlumeSharp.Core 99.3").And.Contain($"this is {own.ToString(2)}");
    }

    [Test]
    public void What_is_no_plug_in_is_explained()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Directory.CreateDirectory(_folder.File("java", "lib"));
        File.WriteAllText(_folder.File("java", "lib", "custom.jar"), "");
        Directory.CreateDirectory(_folder.File("torn", "lib"));
        File.WriteAllText(_folder.File("torn", "lib", "torn.dll"), "MZ");

        var plugins = PluginLoader.Load(_registry, [_folder.Path]);

        plugins.Select(static plugin => plugin.Problem).Should().SatisfyRespectively(
            static empty => empty.Should().Contain("has no folder lib/"),
            static java => java.Should().Contain("Java archives"),
            static torn => torn.Should().Contain("cannot be loaded"));
    }

    [Test]
    public void A_root_that_does_not_exist_is_skipped() => PluginLoader.Load(_registry, [_folder.File("nowhere")]).Should().BeEmpty();

    [TestCase("no contract", "Wrong.Sort is marked with [FlumeChannelPolicy] but does not implement IChannelPolicy; implement it, or mark the class as what it is.")]
    [TestCase("no constructor", "Wrong.Sort has no public constructor and must have exactly one to be made from a configuration.")]
    [TestCase("two constructors", "Wrong.Sort has 2 public constructors and must have exactly one to be made from a configuration.")]
    [TestCase("generic", "Wrong.Sort is generic, and a configuration cannot say of what; mark a class that derives from it.")]
    public void A_class_that_is_not_what_its_attribute_says_is_named_with_what_it_lacks(string mistake, string says)
    {
        Emit("acme", "Wrong", ["fine", "Sort"], mistake);

        var plugin = PluginLoader.Load(_registry, [_folder.Path]).Single();

        plugin.Problem.Should().Be($"Wrong (acme) cannot be used: {says}");
        plugin.Components.Should().Be(0, "half of a plug-in would be worse than none");
        _registry.All.Should().BeEmpty();
    }

    private void Emit(string plugin, string assemblyName, params string[] aliases) => Emit(plugin, assemblyName, aliases, "");

    // Channel policies, of which the last has a mistake.
    private void Emit(string plugin, string assemblyName, string[] aliases, string mistake)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(assemblyName), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(assemblyName);
        var attribute = typeof(FlumeChannelPolicyAttribute).GetConstructor([typeof(string), typeof(string[])])!;
        foreach (var alias in aliases)
        {
            var has = alias == aliases[^1] ? mistake : "";
            var type = module.DefineType($"{assemblyName}.{alias}", TypeAttributes.Public | TypeAttributes.Class);
            type.SetCustomAttribute(new CustomAttributeBuilder(attribute, [alias, Array.Empty<string>()]));
            if (has != "no contract")
            {
                type.AddInterfaceImplementation(typeof(IChannelPolicy));
            }

            if (has == "generic")
            {
                type.DefineGenericParameters("T");
            }

            Type[][] constructors = has switch { "no constructor" => [], "two constructors" => [[], [typeof(int)]], _ => [[]] };
            foreach (var parameters in constructors)
            {
                var make = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, parameters).GetILGenerator();
                make.Emit(OpCodes.Ldarg_0);
                make.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
                make.Emit(OpCodes.Ret);
            }

            if (constructors.Length == 0)
            {
                type.DefineDefaultConstructor(MethodAttributes.Private);
            }

            var choose = type.DefineMethod(
                nameof(IChannelPolicy.Choose), MethodAttributes.Public | MethodAttributes.Virtual, typeof(int), [typeof(Event), typeof(int)]).GetILGenerator();
            choose.Emit(OpCodes.Ldc_I4_0);
            choose.Emit(OpCodes.Ret);
            type.CreateType();
        }

        assembly.Save(Path.Combine(Directory.CreateDirectory(_folder.File(plugin, "lib")).FullName, assemblyName + ".dll"));
    }

    private void WriteAssemblyThatNeedsCore(Version version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("Future.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("Future"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddAssemblyReference(metadata.GetOrAddString("FlumeSharp.Core"), version, default, default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        using var file = File.Create(Path.Combine(Directory.CreateDirectory(_folder.File("future", "lib")).FullName, "Future.dll"));
        image.WriteContentTo(file);
    }
}
