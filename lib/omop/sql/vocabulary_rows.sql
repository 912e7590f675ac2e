-- Rows of each vocabulary table.
select 'concept' as name, count(*) as rows from omop.concept
union all select 'vocabulary', count(*) from omop.vocabulary
union all select 'domain', count(*) from omop.domain
union all select 'concept_class', count(*) from omop.concept_class
union all select 'relationship', count(*) from omop.relationship
union all select 'concept_relationship', count(*) from omop.concept_relationship
union all select 'concept_ancestor', count(*) from omop.concept_ancestor
union all select 'concept_synonym', count(*) from omop.concept_synonym
union all select 'source_to_concept_map', count(*) from omop.source_to_concept_map
union all select 'drug_strength', count(*) from omop.drug_strength
