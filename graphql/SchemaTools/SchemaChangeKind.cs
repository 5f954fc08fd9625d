namespace GraphQL.SchemaTools;

/// <summary>What may change in a schema.</summary>
public enum SchemaChangeKind
{
    /// <summary>A type is new. Safe.</summary>
    TypeAdded,

    /// <summary>A type is gone. Breaking.</summary>
    TypeRemoved,

    /// <summary>A type is of another kind, such as an interface that was an object. Breaking.</summary>
    TypeChangedKind,

    /// <summary>A field of an object or interface is new. Safe.</summary>
    FieldAdded,

    /// <summary>A field of an object, interface or input object is gone. Breaking.</summary>
    FieldRemoved,

    /// <summary>A field has another type. Safe where every value and variable still fits, breaking otherwise.</summary>
    FieldChangedType,

    /// <summary>An argument that need not be given is new. Dangerous.</summary>
    OptionalArgumentAdded,

    /// <summary>An argument that must be given is new. Breaking.</summary>
    RequiredArgumentAdded,

    /// <summary>An argument is gone. Breaking.</summary>
    ArgumentRemoved,

    /// <summary>An argument has another type. Safe where every value still fits, breaking otherwise.</summary>
    ArgumentChangedType,

    /// <summary>The default of an argument or input field is another, or gone: dangerous; new: safe.</summary>
    DefaultValueChanged,

    /// <summary>An input field that need not be given is new. Dangerous.</summary>
    OptionalInputFieldAdded,

    /// <summary>An input field that must be given is new. Breaking.</summary>
    RequiredInputFieldAdded,

    /// <summary>An input object takes exactly one field from now on (breaking), or any again (safe).</summary>
    OneOfChanged,

    /// <summary>A type implements a further interface. Dangerous.</summary>
    ImplementedInterfaceAdded,

    /// <summary>A type no longer implements an interface. Breaking.</summary>
    ImplementedInterfaceRemoved,

    /// <summary>A union has a further member. Dangerous.</summary>
    TypeAddedToUnion,

    /// <summary>A union lost a member. Breaking.</summary>
    TypeRemovedFromUnion,

    /// <summary>An enum has a further value. Dangerous.</summary>
    ValueAddedToEnum,

    /// <summary>An enum lost a value. Breaking.</summary>
    ValueRemovedFromEnum,

    /// <summary>A directive is new. Safe.</summary>
    DirectiveAdded,

    /// <summary>A directive is gone. Breaking.</summary>
    DirectiveRemoved,

    /// <summary>A directive may stand in a further place. Safe.</summary>
    DirectiveLocationAdded,

    /// <summary>A directive may no longer stand somewhere. Breaking.</summary>
    DirectiveLocationRemoved,

    /// <summary>A directive may be repeated from now on (safe), or no longer (breaking).</summary>
    DirectiveRepeatableChanged,

    /// <summary>The root type of a kind of operation is new (safe), or another or gone (breaking).</summary>
    RootTypeChanged,

    /// <summary>A description is another. Safe.</summary>
    DescriptionChanged,

    /// <summary>Something is deprecated, no longer so, or for another reason. Safe.</summary>
    DeprecationChanged,

    /// <summary>A scalar names another specification. Dangerous.</summary>
    SpecifiedByChanged,

    /// <summary>Other directives stand on something. Safe.</summary>
    AppliedDirectivesChanged,
}
